package io.torrentinno.tracker.store.redis;

/**
 * Redis's clock, told from ours, which is monotonic and begins anywhere. So trackers need not agree
 * on the time. Used by one thread.
 */
final class RedisClock {
  /** A larger step is one of Redis's clock, or ours stood still: the machine slept. */
  private static final long STEP_MILLIS = 1_000;

  private long ahead; // of ours before Redis's
  private boolean known;

  /**
   * Learns the time.
   *
   * @param redisMillis what Redis said
   * @param ourMillis when we heard of it: the less later, the better
   */
  void observe(long redisMillis, long ourMillis) {
    long sample = ourMillis - redisMillis;
    if (!known || Math.abs(sample - ahead) > STEP_MILLIS) {
      ahead = sample;
      known = true;
    } else {
      ahead = Math.min(ahead + 1, sample); // The quickest answer says it best; clocks drift.
    }
  }

  long toRedis(long ourMillis) {
    return ourMillis - ahead;
  }

  long toOurs(long redisMillis) {
    return redisMillis + ahead;
  }
}
