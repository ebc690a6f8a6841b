package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.TrackerAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a tracker begins to fail, and when it answers again: once for all resources that are
 * announced to it. Remembers the {@value #MOST_AWAY} trackers that failed last; a tracker that it
 * has forgotten is logged once more. Safe for use by several threads.
 */
public final class TrackerOutages {
  private static final Logger log = LoggerFactory.getLogger(TrackerOutages.class);

  static final int MOST_AWAY = 1000;

  private final Set<TrackerAddress> away = new LinkedHashSet<>(); // the oldest first; its own lock

  /** No tracker has failed yet. */
  public TrackerOutages() {}

  /**
   * An announce has failed for a reason that is the tracker's, whatever the resource.
   *
   * @param resource the name of the resource
   */
  public void failed(TrackerAddress tracker, String resource, AnnounceFailure failure) {
    if (add(tracker)) {
      log.warn(
          "The tracker {} fails: {}. {} and all other resources of this tracker are announced again"
              + " later",
          tracker,
          failure.getMessage(),
          resource);
    } else {
      log.debug("{}: {}: {}", resource, tracker, failure.getMessage());
    }
  }

  /** A tracker that has failed for this resource has answered. */
  public void answered(TrackerAddress tracker) {
    if (remove(tracker)) {
      log.info("The tracker {} answers again", tracker);
    }
  }

  private boolean add(TrackerAddress tracker) {
    synchronized (away) {
      boolean added = away.add(tracker);
      if (away.size() > MOST_AWAY) {
        away.remove(away.iterator().next());
      }
      return added;
    }
  }

  private boolean remove(TrackerAddress tracker) {
    synchronized (away) {
      return away.remove(tracker);
    }
  }
}
