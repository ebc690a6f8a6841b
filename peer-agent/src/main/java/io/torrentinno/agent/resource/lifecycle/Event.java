package io.torrentinno.agent.resource.lifecycle;

/**
 * What happens to a resource. The results of effects carry the number of the run that they belong
 * to, so that those of an earlier run are recognised and passed over.
 */
public sealed interface Event {
  /** The first event: the resource is loaded or added. */
  record Start() implements Event {}

  /**
   * The first event instead: what is stored of the resource is damaged. Nothing happens, and
   * nothing is stored, until a person resumes or rechecks it; or of a link, when its manifest is
   * here again.
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

  /** All pieces have arrived that are to be fetched. */
  record AllVerified(int run) implements Event {}

  /** What is to be fetched has its final name. */
  record Finished() implements Event {}

  /** Whatever the run was doing can't go on. */
  record RunFailed(int run, Failure failure) implements Event {}

  /** What all resources need of the disk is gone, so a transfer can't go on. */
  record DiskFailed(Failure failure) implements Event {}

  /** There is reason to think that what failed would succeed now. */
  record RetryNow() implements Event {}

  /** The time of the next try has come. */
  record RetryDue(int run) implements Event {}

  /** Whether the resource is paused is stored now. */
  record ChoiceSaved() implements Event {}

  record ChoiceNotSaved(Failure failure) implements Event {}

  /** It is time to try again to store whether the resource is paused. */
  record SaveDue() implements Event {}

  record Deleted() implements Event {}

  record NotDeleted(Failure failure) implements Event {}
}
