package io.torrentinno.agent.resource.view;

import java.time.Duration;
import java.util.List;

/**
 * Shares files. They are hashed one after the other: first those for which people wait, and of
 * these the shortest. Any thread may make calls. Calls with an unknown id are refused with {@link
 * ResourceException.Reason#UNKNOWN_SHARE}.
 */
public interface Sharing {
  /**
   * Begins to share a file, or joins a share of the same file that is under way.
   *
   * @param patience how long to wait for the outcome. A share that takes longer continues without
   *     the caller, also after a restart, and is found by its id
   */
  ShareStatus begin(ShareRequest request, Duration patience);

  /**
   * The shares that are under way. Also, for an hour after their end, those that took longer than
   * their caller waited; a restart does not change this.
   */
  List<ShareStatus> list();

  /** Waits for the outcome, for a limited time; less when the agent ends. */
  ShareStatus await(String id, Duration most);

  /** Cancels a share if it is under way, and forgets it. A resource that it has become stays. */
  void cancel(String id);
}
