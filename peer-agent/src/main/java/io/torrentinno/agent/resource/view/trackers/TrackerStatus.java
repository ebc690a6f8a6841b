package io.torrentinno.agent.resource.view.trackers;

import io.torrentinno.protocol.announce.SwarmSize;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tracker of a resource, and how its announces go.
 *
 * @param fallback whether it is the agent's own, which is asked because no other answers
 * @param failure what the last announce failed with; null when it did not, or there was none yet
 * @param answer the last one; null before the first
 */
public record TrackerStatus(
    TrackerAddress tracker, boolean fallback, @Nullable String failure, @Nullable Answer answer) {
  /**
   * What a tracker said.
   *
   * @param age how long ago
   * @param peers how many it named
   * @param known how many it knows; null when it did not say
   */
  public record Answer(Duration age, int peers, @Nullable SwarmSize known) {}
}
