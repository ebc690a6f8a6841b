package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.OptionalInt;

/**
 * The announce of a peer.
 *
 * @param peer the peer, its resource, and its address
 * @param event the reason for the announce
 * @param progress how much the peer has
 * @param numWant how many peers it wants to get, at least 0; empty when the tracker decides
 */
public record AnnounceRequest(
    AnnouncedPeer peer,
    AnnounceEvent event,
    Progress progress,
    OptionalInt numWant,
    PeerDetails details) {
  public AnnounceRequest {
    if (numWant.orElse(0) < 0) {
      throw new IllegalArgumentException("numWant is negative: " + numWant);
    }
  }

  /** The request of a TI/1 peer, which has no other fields. */
  public static AnnounceRequest of(AnnouncedPeer peer) {
    return new AnnounceRequest(
        peer, AnnounceEvent.NONE, Progress.UNKNOWN, OptionalInt.empty(), PeerDetails.NONE);
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
}
