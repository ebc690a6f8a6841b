package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.AnnounceException;
import io.torrentinno.protocol.announce.Field;
import io.torrentinno.protocol.announce.ObjectReader;
import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a batch response. */
final class BatchResponseFields {
  private final List<BatchResponse.Result> results = new ArrayList<>();
  private @Nullable Duration interval;
  private boolean listed;
  private int peersLeft = BatchRequest.MAX_ENTRIES * BatchRequest.MAX_PEERS_OF_ENTRY;

  BatchResponse read(ObjectReader object) throws AnnounceException {
    for (Field field = object.next(); field != null; field = object.next()) {
      switch (field) {
        case INTERVAL -> interval = Duration.ofSeconds(object.number(field, 1, Integer.MAX_VALUE));
        case ANNOUNCES -> {
          listed = true;
          object.list(field, this::add, ObjectReader.Others.REFUSED);
        }
        case PEER_ID, INFO_HASH, PUBLIC_IP, PUBLIC_PORT, EVENT -> object.skip();
        case LEFT, UPLOADED, DOWNLOADED, NUM_WANT, ZONE, KEY -> object.skip();
        case PEERS, SEEDERS, LEECHERS, UNLISTED -> object.skip();
      }
    }
    Duration wait = ObjectReader.required(Field.INTERVAL, interval);
    return new BatchResponse(wait, ObjectReader.required(Field.ANNOUNCES, listed ? results : null));
  }

  private void add(int index, ObjectReader object) throws AnnounceException {
    if (index == BatchRequest.MAX_ENTRIES) {
      throw ObjectReader.invalid(
          Field.ANNOUNCES, "has more than " + BatchRequest.MAX_ENTRIES + " entries");
    }
    try {
      results.add(new ResultFields().read(object));
    } catch (AnnounceException e) {
      throw e.within(Field.ANNOUNCES + "[" + index + "]");
    }
  }

  /** Collects the fields of one result. */
  private final class ResultFields {
    private final List<BatchResponse.Peer> peers = new ArrayList<>();
    private @Nullable String unlisted;
    private @Nullable Integer seeders;
    private @Nullable Integer leechers;

    BatchResponse.Result read(ObjectReader object) throws AnnounceException {
      for (Field field = object.next(); field != null; field = object.next()) {
        switch (field) {
          case SEEDERS -> seeders = (int) object.number(field, 0, Integer.MAX_VALUE);
          case LEECHERS -> leechers = (int) object.number(field, 0, Integer.MAX_VALUE);
          case UNLISTED -> unlisted = object.string(field);
          case PEERS ->
              object.list(field, (_, peer) -> addPeer(peer), ObjectReader.Others.PASSED_OVER);
          case PEER_ID, INFO_HASH, PUBLIC_IP, PUBLIC_PORT, EVENT, LEFT -> object.skip();
          case UPLOADED, DOWNLOADED, NUM_WANT, ZONE, KEY, INTERVAL, ANNOUNCES -> object.skip();
        }
      }
      SwarmSize size =
          new SwarmSize(
              ObjectReader.required(Field.SEEDERS, seeders),
              ObjectReader.required(Field.LEECHERS, leechers));
      return new BatchResponse.Result(unlisted, size, peers);
    }

    private void addPeer(ObjectReader object) throws AnnounceException {
      if (peersLeft == 0) {
        object.skip();
        return;
      }
      BatchResponse.Peer peer = readPeer(object);
      if (peer != null) {
        peers.add(peer);
        peersLeft--;
      }
    }
  }

  /** Null for an invalid entry, which must not hide the other peers. */
  private static BatchResponse.@Nullable Peer readPeer(ObjectReader object)
      throws AnnounceException {
    PeerId id = null;
    InetAddress ip = null;
    int port = 0;
    boolean valid = true;
    for (Field field = object.next(); field != null; field = object.next()) {
      try {
        switch (field) {
          case PEER_ID -> id = new PeerId(object.id(field));
          case PUBLIC_IP -> ip = object.ip(field);
          case PUBLIC_PORT -> port = object.port(field);
          case INFO_HASH, EVENT, LEFT, UPLOADED, DOWNLOADED, NUM_WANT, ZONE, KEY -> {}
          case PEERS, INTERVAL, SEEDERS, LEECHERS, ANNOUNCES, UNLISTED -> {}
        }
      } catch (AnnounceException e) {
        valid = false;
      }
      object.skip();
    }
    return valid && id != null && ip != null && port != 0
        ? new BatchResponse.Peer(id, new PeerAddress(ip, port))
        : null;
  }
}
