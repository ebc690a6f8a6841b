package io.torrentinno.agent.resource.view.trackers;

import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tracker of a resource, and the results of announces to it.
 *
 * @param fallback whether it is the agent's own tracker, which is asked because no other one
 *     answers
 * @param failure the failure of the last announce; null when it succeeded, or there was none yet
 * @param answer the last answer; null before the first
 */
public record TrackerStatus(
    TrackerAddress tracker, boolean fallback, @Nullable String failure, @Nullable Answer answer) {
  /**
   * An answer of a tracker.
   *
   * @param age how long ago
   * @param peers how many peers it named
   * @param known how many peers it knows; null when the answer does not say that
   */
  public record Answer(Duration age, int peers, @Nullable SwarmSize known) {}
}
