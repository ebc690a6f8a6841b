package io.torrentinno.agent.announce;

import io.torrentinno.protocol.announce.AnnounceRequest;
import io.torrentinno.protocol.announce.AnnounceResponse;
import java.net.URI;

/** One way to reach trackers. */
@FunctionalInterface
public interface TrackerCalls {
  /**
   * Announces once. Blocks, for a bounded time.
   *
   * @param tracker its address, such as {@code http://192.0.2.1:8080}
   * @throws AnnounceFailure when no good answer comes
   * @throws InterruptedException when the thread is told to stop waiting
   */
  AnnounceResponse announce(URI tracker, AnnounceRequest request)
      throws AnnounceFailure, InterruptedException;
}
