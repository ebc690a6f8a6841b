package io.torrentinno.agent.content.state;

import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;

/**
 * The choices of people for a resource. Each can be changed later.
 *
 * @param paused whether the resource is paused
 * @param trackers more trackers to which the resource is announced, besides those of its manifest
 * @param trackersAlone whether the resource is announced only to {@code trackers}, and not to the
 *     trackers of its manifest
 * @param limits the limits of the resource; the limits of the agent apply, too
 * @param sequential whether pieces are fetched in the order of the file
 * @param files the files that are fetched
 */
public record ResourceChoices(
    boolean paused,
    List<TrackerAddress> trackers,
    boolean trackersAlone,
    RateLimits limits,
    boolean sequential,
    FileSelection files) {
  /** The choices for a resource without any choice. */
  public static final ResourceChoices NONE =
      new ResourceChoices(false, List.of(), false, RateLimits.NONE, false, FileSelection.ALL);

  /** Choices with which the resource is announced to the trackers of its manifest, too. */
  public ResourceChoices(
      boolean paused, List<TrackerAddress> trackers, RateLimits limits, boolean sequential) {
    this(paused, trackers, false, limits, sequential, FileSelection.ALL);
  }

  public ResourceChoices {
    trackers = List.copyOf(trackers);
  }

  /** The same choices, paused or not. */
  public ResourceChoices withPaused(boolean nowPaused) {
    return new ResourceChoices(nowPaused, trackers, trackersAlone, limits, sequential, files);
  }

  /** The same choices with other trackers. When {@code trackersAlone} is true, it stays true. */
  public ResourceChoices withTrackers(List<TrackerAddress> others, boolean alone) {
    return new ResourceChoices(paused, others, alone || trackersAlone, limits, sequential, files);
  }

  /** The same choices with other limits. */
  public ResourceChoices withLimits(RateLimits others) {
    return new ResourceChoices(paused, trackers, trackersAlone, others, sequential, files);
  }

  /** The same choices, sequential or not. */
  public ResourceChoices withSequential(boolean nowSequential) {
    return new ResourceChoices(paused, trackers, trackersAlone, limits, nowSequential, files);
  }

  /** The same choices with other files. */
  public ResourceChoices withFiles(FileSelection others) {
    return new ResourceChoices(paused, trackers, trackersAlone, limits, sequential, others);
  }
}
