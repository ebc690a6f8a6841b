package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the fields of an announce response. */
final class ResponseFields {
  private static final int UNKNOWN = -1;

  /** The most peers that any tracker of this project answers; further ones are ignored. */
  private static final int MOST_PEERS = 10_000;

  private final List<AnnouncedPeer> peers = new ArrayList<>();
  private @Nullable InfoHash infoHash;
  private @Nullable Duration interval;
  private int seeders = UNKNOWN;
  private int leechers = UNKNOWN;

  AnnounceResponse read(ObjectReader object) throws AnnounceException {
    for (Field field = object.next(); field != null; field = object.next()) {
      take(field, object);
    }
    InfoHash resource = ObjectReader.required(Field.INFO_HASH, infoHash);
    peers.removeIf(peer -> !peer.infoHash().equals(resource));
    boolean sized = seeders != UNKNOWN && leechers != UNKNOWN;
    return new AnnounceResponse(
        resource, peers, interval, sized ? new SwarmSize(seeders, leechers) : null);
  }

  private void take(Field field, ObjectReader object) throws AnnounceException {
    switch (field) {
      case INFO_HASH -> infoHash = new InfoHash(object.id(field));
      case PEERS ->
          object.list(field, (_, entry) -> readPeer(entry), ObjectReader.Others.PASSED_OVER);
      case INTERVAL -> interval = Duration.ofSeconds(object.number(field, 1, Integer.MAX_VALUE));
      case SEEDERS -> seeders = (int) object.number(field, 0, Integer.MAX_VALUE);
      case LEECHERS -> leechers = (int) object.number(field, 0, Integer.MAX_VALUE);
      case PEER_ID, PUBLIC_IP, PUBLIC_PORT, EVENT -> object.skip();
      case LEFT, UPLOADED, DOWNLOADED, NUM_WANT, ZONE, KEY, ANNOUNCES, UNLISTED -> object.skip();
    }
  }

  /** An invalid entry must not hide the other peers, so it is left out. */
  private void readPeer(ObjectReader entry) throws AnnounceException {
    if (peers.size() >= MOST_PEERS) {
      entry.skip();
      return;
    }
    PeerFields fields = new PeerFields();
    boolean valid = true;
    for (Field field = entry.next(); field != null; field = entry.next()) {
      try {
        fields.take(field, entry);
      } catch (AnnounceException e) {
        valid = false;
      }
      entry.skip();
    }
    if (valid && fields.isComplete()) {
      peers.add(fields.peer());
    }
  }
}
