package io.torrentinno.protocol.announce;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects the fields of an announce request. */
final class RequestFields {
  private final PeerFields peer = new PeerFields();
  private AnnounceEvent event = AnnounceEvent.NONE;
  private OptionalLong left = OptionalLong.empty();
  private long uploaded;
  private long downloaded;
  private OptionalInt numWant = OptionalInt.empty();
  private @Nullable String zone;
  private AnnounceKey key = AnnounceKey.NONE;

  AnnounceRequest read(ObjectReader object) throws AnnounceException {
    for (Field field = object.next(); field != null; field = object.next()) {
      take(field, object);
    }
    Progress progress = new Progress(left, uploaded, downloaded);
    return new AnnounceRequest(peer.peer(), event, progress, numWant, new PeerDetails(zone, key));
  }

  private void take(Field field, ObjectReader object) throws AnnounceException {
    switch (field) {
      case PEER_ID, INFO_HASH, PUBLIC_IP, PUBLIC_PORT -> peer.take(field, object);
      case EVENT -> event = object.event(field);
      case LEFT -> left = OptionalLong.of(object.count(field));
      case UPLOADED -> uploaded = object.count(field);
      case DOWNLOADED -> downloaded = object.count(field);
      case NUM_WANT -> numWant = OptionalInt.of((int) object.number(field, 0, Integer.MAX_VALUE));
      case ZONE -> zone = object.zone(field);
      case KEY -> key = object.key(field);
      case PEERS, INTERVAL, SEEDERS, LEECHERS, ANNOUNCES, UNLISTED -> object.skip();
    }
  }
}
