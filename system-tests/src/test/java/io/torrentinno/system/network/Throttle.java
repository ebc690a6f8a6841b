package io.torrentinno.system.network;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many bytes pass in a second, all connections together. */
final class Throttle implements AutoCloseable {
  private static final int TICKS_PER_SECOND = 100;

  private final Semaphore bytes = new Semaphore(0, true);
  private final int perTick;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  Throttle(int bytesPerSecond) {
    perTick = bytesPerSecond / TICKS_PER_SECOND;
    long tick = TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
    var _ = clock.scheduleAtFixedRate(this::refill, 0, tick, TimeUnit.NANOSECONDS);
  }

  /** The most that may be asked for at once. */
  int largest() {
    return perTick;
  }

  /** Waits until {@code count} bytes may pass. */
  void await(int count) throws InterruptedException {
    bytes.acquire(count);
  }

  private void refill() {
    bytes.drainPermits();
    bytes.release(perTick);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
