package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The announce of a peer.
 *
 * @param peer the peer, its resource, and its address
 * @param event the reason for the announce
 * @param progress how much the peer has
 * @param numWant how many peers it wants to get, at least 0; empty when the tracker decides
 * @param zone the place of the peer (a rack, a data centre), 1 to {@value #MAX_ZONE_LENGTH}
 *     characters; null when it does not say
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

  /** The request of a TI/1 peer, which has no other fields. */
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
