package io.torrentinno.agent.content.state;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;

/**
 * What was chosen for a resource and can be chosen anew.
 *
 * @param paused whether it waits for a resume
 * @param trackers where it is announced besides its manifest's trackers
 * @param trackersAlone whether those are all, and it is announced to none of its manifest's
 * @param limits those of its own, besides which the agent's apply
 * @param sequential whether pieces are fetched from the first to the last
 * @param files which files are fetched
 */
public record ResourceChoices(
    boolean paused,
    List<TrackerAddress> trackers,
    boolean trackersAlone,
    RateLimits limits,
    boolean sequential,
    FileSelection files) {
  /** Those of a resource of which nothing was said. */
  public static final ResourceChoices NONE =
      new ResourceChoices(false, List.of(), false, RateLimits.NONE, false, FileSelection.ALL);

  /** Those of a resource that is announced to its manifest's trackers, too. */
  public ResourceChoices(
      boolean paused, List<TrackerAddress> trackers, RateLimits limits, boolean sequential) {
    this(paused, trackers, false, limits, sequential, FileSelection.ALL);
  }

  public ResourceChoices {
    trackers = List.copyOf(trackers);
  }

  /** The same, paused or not. */
  public ResourceChoices withPaused(boolean nowPaused) {
    return new ResourceChoices(nowPaused, trackers, trackersAlone, limits, sequential, files);
  }

  /** The same with other trackers; once they are alone they stay it. */
  public ResourceChoices withTrackers(List<TrackerAddress> others, boolean alone) {
    return new ResourceChoices(paused, others, alone || trackersAlone, limits, sequential, files);
  }

  /** The same with other limits. */
  public ResourceChoices withLimits(RateLimits others) {
    return new ResourceChoices(paused, trackers, trackersAlone, others, sequential, files);
  }

  /** The same, sequential or not. */
  public ResourceChoices withSequential(boolean nowSequential) {
    return new ResourceChoices(paused, trackers, trackersAlone, limits, nowSequential, files);
  }

  /** The same, of other files. */
  public ResourceChoices withFiles(FileSelection others) {
    return new ResourceChoices(paused, trackers, trackersAlone, limits, sequential, others);
  }
}
