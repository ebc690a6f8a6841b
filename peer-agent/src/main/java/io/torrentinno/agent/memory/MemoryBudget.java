package io.torrentinno.agent.memory;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Heap that several users share, counted before it is taken. Requests are served in their order, so
 * that a large request does not wait for ever behind small ones. Safe from any thread.
 */
public final class MemoryBudget {
  private static final int UNIT = 1024;

  private final int units;
  private final Semaphore free;

  /** A budget of so many bytes; at least 1 KiB. */
  public MemoryBudget(long bytes) {
    units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /** A budget of a part, from 0 to 1, of the largest heap that this process may have. */
  public static MemoryBudget ofHeap(double part) {
    return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * part));
  }

  /** Bytes that are reserved now. */
  public long used() {
    return (long) (units - free.availablePermits()) * UNIT;
  }

  /** Bytes that can be reserved in all. */
  public long limit() {
    return (long) units * UNIT;
  }

  /**
   * Reserves memory, waiting for others to release theirs.
   *
   * @throws MemoryShortage when the budget is smaller than that, there is still not enough after
   *     {@code patience}, or the thread is interrupted
   */
  public Reservation reserve(long bytes, Duration patience) {
    int wanted = Math.clamp(Math.ceilDiv(bytes, (long) UNIT), 1, Integer.MAX_VALUE);
    if (wanted > units) {
      throw new MemoryShortage(
          "this takes "
              + bytes
              + " bytes of memory, but all such requests together have "
              + limit(),
          true);
    }
    try {
      if (free.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Reservation(free, wanted);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new MemoryShortage("other requests use the memory that this one needs", false);
  }

  /** Memory that is set aside until it is released. */
  public static final class Reservation implements AutoCloseable {
    private final Semaphore free;
    private int held;

    private Reservation(Semaphore free, int held) {
      this.free = free;
      this.held = held;
    }

    /** Gives it back; does nothing the second time. */
    @Override
    public synchronized void close() {
      free.release(held);
      held = 0;
    }
  }
}
