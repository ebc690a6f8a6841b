package io.torrentinno.agent.limits;

/**
 * How fast to send and receive at most, in bytes per second; 0 for no limit. What counts is blocks
 * on the way out, and all that peers send on the way in.
 */
public record RateLimits(long uploadPerSecond, long downloadPerSecond) {
  public static final RateLimits NONE = new RateLimits(0, 0);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public RateLimits {
    if (uploadPerSecond < 0 || downloadPerSecond < 0) {
      throw new IllegalArgumentException("a limit is 0, for none, or more");
    }
  }
}
