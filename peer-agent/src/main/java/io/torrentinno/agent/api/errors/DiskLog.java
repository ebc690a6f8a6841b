package io.torrentinno.agent.api.errors;

import io.torrentinno.agent.resource.view.Agent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs requests that fail because of the disk. After one line it logs none for some minutes,
 * because all of them fail for the same reason. A data folder that is gone has its own line. Safe
 * for use by several threads.
 */
@Component
final class DiskLog {
  private static final Logger log = LoggerFactory.getLogger(DiskLog.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Agent agent;

  // Both guarded by this.
  private @Nullable Long logged;
  private long since;

  DiskLog(Agent agent) {
    this.agent = agent;
  }

  /** Logs a request that has failed. */
  void failed(String message) {
    boolean known = agent.dataFolderProblem() != null;
    long others = known ? -1 : othersBefore(System.nanoTime());
    if (others < 0) {
      log.debug("A request failed: {}", message);
    } else if (others == 0) {
      log.error("A request failed: {}", message);
    } else {
      log.error("A request failed: {}. {} other requests failed before it", message, others);
    }
  }

  /** How many requests have failed without a line; negative when this one gets no line either. */
  private synchronized long othersBefore(long now) {
    if (logged != null && now - logged < QUIET_NANOS) {
      since++;
      return -1;
    }
    long others = since;
    logged = now;
    since = 0;
    return others;
  }
}
