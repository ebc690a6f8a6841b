package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a peer tells the tracker.
 *
 * @param peer who it is, of which resource, and where it listens
 * @param event why it announces
 * @param progress how far it is
 * @param numWant how many peers it would like to hear of, at least 0; empty leaves it to the
 *     tracker
 * @param zone where it stands (a rack, a data centre), 1 to {@value #MAX_ZONE_LENGTH} characters;
 *     null when it does not say
 */
public record AnnounceRequest(
    AnnouncedPeer peer,
    AnnounceEvent event,
    Progress progress,
    OptionalInt numWant,
    @Nullable String zone) {
  /** Longest zone, in UTF-16 characters. */
  public static final int MAX_ZONE_LENGTH = 64;

  public AnnounceRequest {
    if (numWant.orElse(0) < 0) {
      throw new IllegalArgumentException("numWant is negative: " + numWant);
    }
    if (zone != null && !isZone(zone)) {
      throw new IllegalArgumentException("not a zone: " + zone.length() + " characters");
    }
  }

  /** The request of a TI/1 peer, which says who it is and nothing else. */
  public static AnnounceRequest of(AnnouncedPeer peer) {
    return new AnnounceRequest(
        peer, AnnounceEvent.NONE, Progress.UNKNOWN, OptionalInt.empty(), null);
  }

  public PeerId peerId() {
    return peer.peerId();
  }

  public InfoHash infoHash() {
    return peer.infoHash();
  }

  public PeerAddress address() {
    return peer.address();
  }

  static boolean isZone(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_ZONE_LENGTH
        && text.chars().noneMatch(Character::isISOControl);
  }
}
