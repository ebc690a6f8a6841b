package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** One way to reach trackers. */
@FunctionalInterface
public interface TrackerCalls {
  /**
   * Announces once; returns at once. Who loses interest may cancel it.
   *
   * @param tracker its address, such as {@code http://192.0.2.1:8080}
   * @return fails with an {@link AnnounceFailure} when no good answer comes, after a bounded time;
   *     what hears of it is to return soon
   */
  CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request);
}
