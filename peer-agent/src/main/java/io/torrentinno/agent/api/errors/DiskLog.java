package io.torrentinno.agent.api.errors;

import io.torrentinno.agent.resource.view.Agent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs requests that the disk makes fail: one line, and then none for some minutes, because the
 * same is wrong for all of them. That the data folder is gone has its own line. Safe for use by
 * several threads.
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

  /** A request has failed. */
  void failed(String message) {
    boolean known = agent.dataFolderProblem() != null;
    long others = known ? -1 : othersBefore(System.nanoTime());
    if (others < 0) {
      log.debug("A request failed: {}", message);
    } else if (others == 0) {
      log.error("A request failed: {}", message);
    } else {
      log.error("A request failed: {}. So did {} others before it", message, others);
    }
  }

  /** How many have failed without a line; negative when this one gets none either. */
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
