package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import io.torrentinno.protocol.announce.batch.BatchRequest;
import io.torrentinno.protocol.announce.batch.BatchResponse;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sends announces to trackers. */
public interface TrackerCalls {
  /**
   * Announces once, and returns at once. The caller may cancel the result.
   *
   * @param tracker its address, such as {@code http://192.0.2.1:8080}
   * @return fails with an {@link AnnounceFailure} when no valid answer comes, after a bounded time;
   *     actions on the result must return soon
   */
  CompletableFuture<AnnounceResponse> announce(URI tracker, AnnounceRequest request);

  /**
   * Announces many resources in one request.
   *
   * @return as above; empty when the tracker does not accept batches or this batch, which it shows
   *     by a 4xx other than 401, 403 and 429: then each announce has to be made by itself
   */
  CompletableFuture<Optional<BatchResponse>> announce(URI tracker, BatchRequest batch);
}
