package io.torrentinno.protocol.announce.batch;

import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a tracker to a batch.
 *
 * @param interval the time until the next announce of these resources, in whole seconds, at least
 *     one
 * @param results one for each entry of the request, in the same order
 */
public record BatchResponse(Duration interval, List<Result> results) {
  public BatchResponse {
    results = List.copyOf(results);
    if (interval.toSeconds() < 1) {
      throw new IllegalArgumentException("interval is too short: " + interval);
    }
  }

  /**
   * The answer to one entry.
   *
   * @param unlisted why the peer is not listed, a word that {@code specs/tracker.md} defines; null
   *     when it is listed
   * @param size how many peers the tracker knows, with the caller if it is listed
   * @param peers other peers of the resource, in no order
   */
  public record Result(@Nullable String unlisted, SwarmSize size, List<Peer> peers) {
    public Result {
      peers = List.copyOf(peers);
    }
  }

  /** A peer of the entry's resource. */
  public record Peer(PeerId peerId, PeerAddress address) {}
}
