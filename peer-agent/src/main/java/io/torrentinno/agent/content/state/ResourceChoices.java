package io.torrentinno.agent.content.state;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;

/**
 * What was chosen for a resource and can be chosen anew.
 *
 * @param paused whether it waits for a resume
 * @param trackers where it is announced besides its manifest's tracker
 * @param limits those of its own, besides which the agent's apply
 * @param sequential whether pieces are fetched from the first to the last
 */
public record ResourceChoices(
    boolean paused, List<TrackerAddress> trackers, RateLimits limits, boolean sequential) {
  /** Those of a resource of which nothing was said. */
  public static final ResourceChoices NONE =
      new ResourceChoices(false, List.of(), RateLimits.NONE, false);

  public ResourceChoices {
    trackers = List.copyOf(trackers);
  }

  /** The same, paused or not. */
  public ResourceChoices withPaused(boolean nowPaused) {
    return new ResourceChoices(nowPaused, trackers, limits, sequential);
  }

  /** The same with other limits. */
  public ResourceChoices withLimits(RateLimits others) {
    return new ResourceChoices(paused, trackers, others, sequential);
  }

  /** The same, sequential or not. */
  public ResourceChoices withSequential(boolean nowSequential) {
    return new ResourceChoices(paused, trackers, limits, nowSequential);
  }
}
