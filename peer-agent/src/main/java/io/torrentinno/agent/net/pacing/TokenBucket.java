package io.torrentinno.agent.net.pacing;

import java.util.concurrent.TimeUnit;

/**
 * Bytes that may pass. They grow with time; a rate of 0 is no limit. It gives them in slices that
 * are large enough to be worth a call, and saves unused bytes of at most {@value #SAVED_MILLIS} ms.
 */
final class TokenBucket {
  static final long SAVED_MILLIS = 200;

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MIN_SLICE = 1 << 10;
  private static final long MAX_SLICE = 64 << 10;

  /** Slices in a second, for sizes between the smallest and the largest slice. */
  private static final long SLICES_PER_SECOND = 64;

  private long rate;
  private double tokens;
  private long filledAt;

  /**
   * Sets the limit; saved bytes are lost.
   *
   * @param bytesPerSecond 0: no limit
   * @param now nanoseconds, never less than before, as in all methods
   */
  void limit(long bytesPerSecond, long now) {
    rate = bytesPerSecond;
    tokens = 0;
    filledAt = now;
  }

  boolean isLimited() {
    return rate > 0;
  }

  /**
   * How many of the wanted bytes may pass now.
   *
   * @return {@code wanted} or less; 0 while a slice is not complete
   */
  long available(long wanted, long now) {
    if (!isLimited()) {
      return wanted;
    }
    fill(now);
    return tokens >= (double) Math.min(wanted, slice()) ? Math.min(wanted, (long) tokens) : 0;
  }

  /** Counts bytes that have passed. */
  void take(long bytes) {
    if (isLimited()) {
      tokens -= (double) bytes;
    }
  }

  private void fill(long now) {
    double gained = (double) (now - filledAt) * (double) rate / SECOND;
    double most = (double) Math.max(rate / 1000 * SAVED_MILLIS, slice());
    tokens = Math.min(tokens + gained, most);
    filledAt = now;
  }

  private long slice() {
    return Math.clamp(rate / SLICES_PER_SECOND, MIN_SLICE, MAX_SLICE);
  }
}
