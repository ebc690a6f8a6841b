package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.TrackerAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a tracker begins to fail, and when it answers again: once for all resources that are
 * announced to it. For any thread.
 */
public final class TrackerOutages {
  private static final Logger log = LoggerFactory.getLogger(TrackerOutages.class);

  private final Set<TrackerAddress> away = ConcurrentHashMap.newKeySet();

  /** No tracker has failed yet. */
  public TrackerOutages() {}

  /**
   * An announce has failed for a reason that is the tracker's, whatever the resource.
   *
   * @param resource the name of the resource
   */
  public void failed(TrackerAddress tracker, String resource, AnnounceFailure failure) {
    if (away.add(tracker)) {
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
    if (away.remove(tracker)) {
      log.info("The tracker {} answers again", tracker);
    }
  }
}
