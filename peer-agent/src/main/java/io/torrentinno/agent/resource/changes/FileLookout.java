package io.torrentinno.agent.resource.changes;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Checks the files of all resources in turn, each twice a minute, so that a change is noticed
 * although no peer requests the file. One task a second checks a thirtieth of them, so thousands of
 * resources need no timers of their own. Safe for use by several threads.
 */
public final class FileLookout {
  private static final int ROUND_SECONDS = 30;

  /** A file system that does not answer delays its own round, and not the rounds after it. */
  private static final int MOST_AT_A_TIME = 4;

  private final Executor disk;
  private final Queue<Watched> turns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();

  /** A file that is checked until it is removed. */
  public static final class Watched {
    private final BooleanSupplier unchanged;
    private final Runnable changed;
    private volatile boolean ended;

    private Watched(BooleanSupplier unchanged, Runnable changed) {
      this.unchanged = unchanged;
      this.changed = changed;
    }
  }

  /**
   * A lookout without files.
   *
   * @param disk runs tasks that may wait for a file system
   */
  public FileLookout(Executor disk) {
    this.disk = disk;
  }

  /** Begins the checks, which end with {@code timer}. */
  public void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(this::begin, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Checks a file in its turn, from now on.
   *
   * @param unchanged checks the file; may block
   * @param changed called when the file has changed, or can't be checked
   */
  public Watched add(BooleanSupplier unchanged, Runnable changed) {
    Watched watched = new Watched(unchanged, changed);
    turns.add(watched);
    size.incrementAndGet();
    return watched;
  }

  /** Ends the checks of a file. */
  public void remove(Watched watched) {
    watched.ended = true;
  }

  private void begin() {
    if (size.get() > 0 && underWay.get() < MOST_AT_A_TIME) {
      underWay.getAndIncrement();
      disk.execute(() -> {
        try {
          look();
        } finally {
          underWay.getAndDecrement();
        }
      });
    }
  }

  /** Checks the files whose turn has come. */
  void look() {
    for (int left = Math.ceilDiv(size.get(), ROUND_SECONDS); left > 0; left--) {
      Watched next = turns.poll();
      if (next == null) {
        return; // Other rounds have all of them.
      }
      look(next);
    }
  }

  private void look(Watched watched) {
    if (watched.ended) {
      size.decrementAndGet();
      return;
    }
    try {
      if (!watched.unchanged.getAsBoolean()) {
        watched.changed.run();
      }
    } finally {
      turns.add(watched);
    }
  }
}
