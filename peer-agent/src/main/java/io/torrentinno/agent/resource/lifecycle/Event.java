package io.torrentinno.agent.resource.lifecycle;

/**
 * Something that happens to a resource. The results of effects have the number of their run, so
 * that results of an earlier run are ignored.
 */
public sealed interface Event {
  /** The first event: the resource is loaded or added. */
  record Start() implements Event {}

  /**
   * The first event of a resource whose stored state is damaged. Nothing is done or stored until a
   * person resumes or rechecks it, or until the manifest of a link has arrived again.
   */
  record Damaged(Failure failure) implements Event {}

  record Pause() implements Event {}

  /** Ends a pause, or tries again after a failure; changes nothing otherwise. */
  record Resume() implements Event {}

  /** Reads everything that is on the disk again. */
  record Recheck() implements Event {}

  /** Forgets the resource. */
  record Remove(Removal kind) implements Event {}

  /** The agent ends. The last event that has an effect. */
  record Close() implements Event {}

  /** The manifest of a link is known and stored. */
  record ManifestKnown() implements Event {}

  /**
   * A check has ended.
   *
   * @param complete whether every piece is verified that is to be fetched
   */
  record Checked(int run, boolean complete) implements Event {}

  /** More is to be fetched than before, so that a transfer is not complete any more. */
  record MoreChosen() implements Event {}

  /** Files that may match lie where a transfer would put its own, so they are checked first. */
  record FilesFound() implements Event {}

  /** All pieces have arrived that are to be fetched. */
  record AllVerified(int run) implements Event {}

  /** The chosen files have their final names. */
  record Finished() implements Event {}

  /** The run can't continue. */
  record RunFailed(int run, Failure failure) implements Event {}

  /** A part of the disk that all resources need is gone, so a transfer can't continue. */
  record DiskFailed(Failure failure) implements Event {}

  /** There is reason to think that the failed attempt would succeed now. */
  record RetryNow() implements Event {}

  /** The time of the next attempt has come. */
  record RetryDue(int run) implements Event {}

  /** The choice whether the resource is paused is stored now. */
  record ChoiceSaved() implements Event {}

  record ChoiceNotSaved(Failure failure) implements Event {}

  /** It is time to try again to store whether the resource is paused. */
  record SaveDue() implements Event {}

  record Deleted() implements Event {}

  record NotDeleted(Failure failure) implements Event {}
}
