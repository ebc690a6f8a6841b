package io.torrentinno.agent.resource.lifecycle;

import java.time.Duration;

/** The delay before the next attempt: 5 s at first, twice as long each time, at most 5 min. */
final class BackOff {
  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MAX_DOUBLINGS = 6;

  private BackOff() {}

  /**
   * The delay after another failure.
   *
   * @param before how many attempts failed before it
   */
  static Duration after(int before) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }
}
