package io.torrentinno.tracker.http.connection;

import java.time.Duration;

/** A time limit. Set by one thread, read by others. */
final class TimeLimit {
  private static final long NONE = Long.MAX_VALUE;
  private static final int HURRY = 10;

  private volatile long began;
  private volatile long most = NONE;

  /** Starts the limit again. */
  void begin(Duration time) {
    most = NONE;
    began = System.nanoTime();
    most = time.toNanos();
  }

  /** Removes the limit. */
  void lift() {
    most = NONE;
  }

  boolean isLifted() {
    return most == NONE;
  }

  /**
   * Whether the time is over.
   *
   * @param now by {@link System#nanoTime}
   * @param hurry whether a tenth of the time has to be enough
   */
  boolean isOver(long now, boolean hurry) {
    long limit = most;
    return limit != NONE && now - began > (hurry ? limit / HURRY : limit);
  }
}
