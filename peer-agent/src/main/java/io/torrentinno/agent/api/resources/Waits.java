package io.torrentinno.agent.api.resources;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import java.time.Duration;

/** How long a caller wants to wait for an answer. */
public final class Waits {
  private static final int LONGEST = 600;

  private Waits() {}

  /**
   * The duration that a {@code wait} parameter says.
   *
   * @throws RequestRefused when it is out of range
   */
  public static Duration of(int seconds) {
    if (seconds < 0 || seconds > LONGEST) {
      throw new RequestRefused(
          Problem.BAD_REQUEST, "wait is a number of seconds from 0 to " + LONGEST);
    }
    return Duration.ofSeconds(seconds);
  }
}
