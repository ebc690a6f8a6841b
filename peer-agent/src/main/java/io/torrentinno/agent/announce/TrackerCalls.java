package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One way to reach trackers. */
public interface TrackerCalls {
  /**
   * Announces once; returns at once. Who loses interest may cancel it.
   *
   * @param tracker its address, such as {@code http://192.0.2.1:8080}
   * @return fails with an {@link AnnounceFailure} when no good answer comes, after a bounded time;
   *     what hears of it is to return soon
   */
  CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request);

  /**
   * Announces many resources at once.
   *
   * @return as above; empty when the tracker takes no batch, or not this one, as it says with a 4xx
   *     other than 429: each announce is to be made by itself
   */
  CompletableFuture<Optional<BatchResponse>> announce(URI tracker, BatchRequest batch);
}
