package io.torrentinno.agent.resource.lifecycle;

import java.time.Duration;

/** An action for a resource. Effects are carried out in order, one after the other. */
public sealed interface Effect {
  /**
   * Reads what is on disk, on another thread and after an earlier check has ended. Ends with {@link
   * Event.Checked} or {@link Event.RunFailed}, unless it is cancelled.
   *
   * @param everything whether to hash all bytes, whatever the checkpoint says
   */
  record Check(int run, boolean everything) implements Effect {}

  /** Cancels the check, does not wait for its end, and closes its files. */
  record CancelCheck() implements Effect {}

  /** Looks for peers and fetches the manifest from them. */
  record FetchManifest(int run) implements Effect {}

  /** Begins to transfer, with the result of the check. */
  record Transfer(int run, boolean complete) implements Effect {}

  /** Gives the file its final name: {@link Event.Finished} or {@link Event.RunFailed}. */
  record Finish(int run) implements Effect {}

  /** Ends transfers and announces, and closes the file. */
  record Stop() implements Effect {}

  /** Stores whether it is paused: {@link Event.ChoiceSaved} or {@link Event.ChoiceNotSaved}. */
  record SaveChoice(boolean paused) implements Effect {}

  /** Deletes the resource: {@link Event.Deleted} or {@link Event.NotDeleted}. */
  record Delete(Removal kind) implements Effect {}

  /**
   * Sends {@link Event.RetryDue} after a delay. The next alarm of either kind replaces the last.
   */
  record RetryLater(int run, Duration delay) implements Effect {}

  /** Sends {@link Event.SaveDue} after a delay. The next alarm of either kind replaces the last. */
  record SaveLater(Duration delay) implements Effect {}

  /** Ends the alarm that is set, if one is. */
  record CancelAlarm() implements Effect {}
}
