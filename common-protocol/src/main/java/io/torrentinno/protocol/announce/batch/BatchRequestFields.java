package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.AnnounceKey;
import io.torrentinno.protocol.announce.Field;
import io.torrentinno.protocol.announce.ObjectReader;
import io.torrentinno.protocol.announce.PeerDetails;
import io.torrentinno.protocol.announce.Progress;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a batch request. */
final class BatchRequestFields {
  private final List<BatchRequest.Entry> entries = new ArrayList<>();
  private @Nullable PeerId peerId;
  private @Nullable InetAddress ip;
  private @Nullable Integer port;
  private @Nullable String zone;
  private AnnounceKey key = AnnounceKey.NONE;
  private boolean listed;

  BatchRequest read(ObjectReader object) throws AnnounceException {
    for (Field field = object.next(); field != null; field = object.next()) {
      take(field, object);
    }
    PeerId id = ObjectReader.required(Field.PEER_ID, peerId);
    InetAddress host = ObjectReader.required(Field.PUBLIC_IP, ip);
    Integer listens = ObjectReader.required(Field.PUBLIC_PORT, port);
    ObjectReader.required(Field.ANNOUNCES, listed ? entries : null);
    if (entries.isEmpty()) {
      throw ObjectReader.invalid(Field.ANNOUNCES, "is empty");
    }
    return new BatchRequest(
        id, new PeerAddress(host, listens), new PeerDetails(zone, key), entries);
  }

  private void take(Field field, ObjectReader object) throws AnnounceException {
    switch (field) {
      case PEER_ID -> peerId = new PeerId(object.id(field));
      case PUBLIC_IP -> ip = object.ip(field);
      case PUBLIC_PORT -> port = object.port(field);
      case ZONE -> zone = object.zone(field);
      case KEY -> key = object.key(field);
      case ANNOUNCES -> {
        listed = true;
        object.list(field, this::add, ObjectReader.Others.REFUSED);
      }
      case INFO_HASH, EVENT, LEFT, UPLOADED, DOWNLOADED, NUM_WANT -> object.skip();
      case PEERS, INTERVAL, SEEDERS, LEECHERS, UNLISTED -> object.skip();
    }
  }

  private void add(int index, ObjectReader object) throws AnnounceException {
    if (index == BatchRequest.MAX_ENTRIES) {
      throw ObjectReader.invalid(
          Field.ANNOUNCES, "has more than " + BatchRequest.MAX_ENTRIES + " entries");
    }
    try {
      entries.add(new EntryFields().read(object));
    } catch (AnnounceException e) {
      throw e.within(Field.ANNOUNCES + "[" + index + "]");
    }
  }

  /** Collects the fields of one entry. */
  private static final class EntryFields {
    private @Nullable InfoHash infoHash;
    private AnnounceEvent event = AnnounceEvent.NONE;
    private OptionalLong left = OptionalLong.empty();
    private long uploaded;
    private long downloaded;
    private OptionalInt numWant = OptionalInt.empty();

    BatchRequest.Entry read(ObjectReader object) throws AnnounceException {
      for (Field field = object.next(); field != null; field = object.next()) {
        take(field, object);
      }
      InfoHash resource = ObjectReader.required(Field.INFO_HASH, infoHash);
      Progress progress = new Progress(left, uploaded, downloaded);
      return new BatchRequest.Entry(resource, event, progress, numWant);
    }

    private void take(Field field, ObjectReader object) throws AnnounceException {
      switch (field) {
        case INFO_HASH -> infoHash = new InfoHash(object.id(field));
        case EVENT -> event = object.event(field);
        case LEFT -> left = OptionalLong.of(object.count(field));
        case UPLOADED -> uploaded = object.count(field);
        case DOWNLOADED -> downloaded = object.count(field);
        case NUM_WANT -> numWant = OptionalInt.of((int) object.number(field, 0, Integer.MAX_VALUE));
        case PEER_ID, PUBLIC_IP, PUBLIC_PORT, ZONE, KEY -> object.skip();
        case PEERS, INTERVAL, SEEDERS, LEECHERS, ANNOUNCES, UNLISTED -> object.skip();
      }
    }
  }
}
