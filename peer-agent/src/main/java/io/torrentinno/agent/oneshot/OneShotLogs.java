package io.torrentinno.agent.oneshot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the log of an agent that lives as long as a command. */
public final class OneShotLogs {
  private OneShotLogs() {}

  /** Nothing: the progress says what matters, and the command's last line why it failed. */
  public static void silence() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
  }
}
