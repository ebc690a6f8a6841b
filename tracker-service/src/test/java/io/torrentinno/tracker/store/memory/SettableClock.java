package io.torrentinno.tracker.store.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock in nanoseconds that tests move. It soon overflows, as the clock of a machine may. */
final class SettableClock implements LongSupplier {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(10).toNanos());

  @Override
  public long getAsLong() {
    return now.get();
  }

  void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
