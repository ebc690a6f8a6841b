package io.torrentinno.agent.resource;

import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.stored.ResourceContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures that stop one resource. Logs each failure once, also when attempts repeat it.
 */
final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

  private @Nullable Failure last;

  /**
   * Logs that the resource has stopped.
   *
   * @param again whether the agent tries again by itself
   */
  void failed(ResourceContent content, Failure failure, boolean again) {
    if (!failure.equals(last)) {
      last = failure;
      log.error(
          "{} ({}) stopped: {}{}",
          content.name(),
          content.infoHash(),
          failure.message(),
          again ? "; trying again from time to time" : "");
    }
  }

  /** The resource works again: the next failure is a new one. */
  void recovered() {
    last = null;
  }
}
