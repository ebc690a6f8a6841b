package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker answers to a batch.
 *
 * @param interval how long to wait before the next announce of these resources, in whole seconds,
 *     at least one
 * @param results one for each entry of the request, in their order
 */
public record BatchResponse(Duration interval, List<Result> results) {
  public BatchResponse {
    results = List.copyOf(results);
    if (interval.toSeconds() < 1) {
      throw new IllegalArgumentException("interval is too short: " + interval);
    }
  }

  /**
   * What came of one entry.
   *
   * @param unlisted why the peer is not listed, a word that {@code specs/tracker.md} defines; null
   *     when it is
   * @param size how many peers the tracker knows, the caller counted if it is listed
   * @param peers others that take part, in no order
   */
  public record Result(@Nullable String unlisted, SwarmSize size, List<Peer> peers) {
    public Result {
      peers = List.copyOf(peers);
    }
  }

  /** A peer of the resource that an entry names. */
  public record Peer(PeerId peerId, PeerAddress address) {}
}
