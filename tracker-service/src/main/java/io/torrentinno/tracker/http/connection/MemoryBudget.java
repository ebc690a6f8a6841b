package io.torrentinno.tracker.http.connection;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that many share. Safe for use by several threads. */
final class MemoryBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  /** None of {@code most} bytes is used yet. */
  MemoryBudget(long most) {
    this.most = most;
  }

  /**
   * Takes more bytes, or gives some back by a negative number; false when there are not as many.
   */
  boolean take(long bytes) {
    long now = used.addAndGet(bytes);
    if (bytes > 0 && now > most) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Whether more than half is used. */
  boolean isTight() {
    return used.get() > most / 2;
  }
}
