package io.torrentinno.tracker.http.connection;

import java.time.Duration;

/** A time that something may take. Set by one thread, looked at by others. */
final class TimeLimit {
  private static final long NONE = Long.MAX_VALUE;
  private static final int HURRY = 10;

  private volatile long began;
  private volatile long most = NONE;

  /** Begins anew. */
  void begin(Duration time) {
    most = NONE;
    began = System.nanoTime();
    most = time.toNanos();
  }

  /** Lets everything take as long as it likes. */
  void lift() {
    most = NONE;
  }

  boolean isLifted() {
    return most == NONE;
  }

  /**
   * Whether it is over.
   *
   * @param now by {@link System#nanoTime}
   * @param hurry whether a tenth of the time has to do
   */
  boolean isOver(long now, boolean hurry) {
    long limit = most;
    return limit != NONE && now - began > (hurry ? limit / HURRY : limit);
  }
}
