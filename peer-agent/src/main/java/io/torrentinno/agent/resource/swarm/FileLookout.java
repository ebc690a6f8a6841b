package io.torrentinno.agent.resource.swarm;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Looks at the files of all resources in turn, each twice a minute, so that a file that changes is
 * noticed although nobody asks for it. One task a second looks at a thirtieth of them: thousands of
 * resources need no timers of their own. Safe for use by several threads.
 */
public final class FileLookout {
  private static final int ROUND_SECONDS = 30;

  /** A file system that does not answer holds up the round that asks it, and not those after it. */
  private static final int MOST_AT_A_TIME = 4;

  private final Executor disk;
  private final Queue<Watched> turns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();

  /** A file that is looked at until that is ended. */
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
   * One that looks at nothing yet.
   *
   * @param disk runs what may wait for a file system
   */
  public FileLookout(Executor disk) {
    this.disk = disk;
  }

  /** Begins to look; ends with {@code timer}. */
  public void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(this::begin, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Looks at a file in its turn, from now on.
   *
   * @param unchanged looks; may block
   * @param changed called when the file is not, or could not be looked at
   */
  Watched add(BooleanSupplier unchanged, Runnable changed) {
    Watched watched = new Watched(unchanged, changed);
    turns.add(watched);
    size.incrementAndGet();
    return watched;
  }

  /** Looks at it no more. */
  void remove(Watched watched) {
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

  /** Looks at those whose turn it is. */
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
