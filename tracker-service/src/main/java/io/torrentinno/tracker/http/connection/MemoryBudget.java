package io.torrentinno.tracker.http.connection;

import java.util.concurrent.atomic.AtomicLong;

/** A budget of memory that many connections share. Safe for use by several threads. */
final class MemoryBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  /** A budget of {@code most} bytes, none of them used. */
  MemoryBudget(long most) {
    this.most = most;
  }

  /** Takes more bytes, or returns some with a negative number. False when there are not enough. */
  boolean take(long bytes) {
    long now = used.addAndGet(bytes);
    if (bytes > 0 && now > most) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Whether more than half of the budget is used. */
  boolean isTight() {
    return used.get() > most / 2;
  }
}
