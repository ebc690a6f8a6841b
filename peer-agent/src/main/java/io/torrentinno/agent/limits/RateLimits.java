package io.torrentinno.agent.limits;

/**
 * The highest rates of sending and receiving, in bytes per second; 0 for no limit. Sent blocks
 * count, and everything that peers send.
 */
public record RateLimits(long uploadPerSecond, long downloadPerSecond) {
  public static final RateLimits NONE = new RateLimits(0, 0);

  /**
   * Checks both limits.
   *
   * @throws IllegalArgumentException when a limit is negative
   */
  public RateLimits {
    if (uploadPerSecond < 0 || downloadPerSecond < 0) {
      throw new IllegalArgumentException("a limit is negative; 0 is no limit");
    }
  }
}
