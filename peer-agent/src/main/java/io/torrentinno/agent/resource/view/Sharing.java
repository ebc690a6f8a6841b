package io.torrentinno.agent.resource.view;

import java.time.Duration;
import java.util.List;

/**
 * Shares files: they are hashed one after the other, those that people ask for first, and of these
 * the shortest. Calls are safe from any thread; those that take an id refuse an unknown one with
 * {@link ResourceException.Reason#UNKNOWN_SHARE}.
 */
public interface Sharing {
  /**
   * Begins to share a file, or joins those who share it just now.
   *
   * @param patience how long to wait for the outcome; what takes longer goes on without the caller,
   *     after a restart as well, and is found by its id
   */
  ShareStatus begin(ShareRequest request, Duration patience);

  /** Those that are under way, and for an hour those that took longer than their caller waited. */
  List<ShareStatus> list();

  /** Waits until there is an outcome, for so long at most; less when the agent ends. */
  ShareStatus await(String id, Duration most);

  /** Ends a share that is under way; forgets it in any case. What it has become stays. */
  void cancel(String id);
}
