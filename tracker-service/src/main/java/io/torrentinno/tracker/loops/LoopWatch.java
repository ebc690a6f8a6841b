package io.torrentinno.tracker.loops;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.StreamSupport;

/** Checks that the event loops work: gives each a small task every half second. */
public final class LoopWatch {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final List<Loop> loops;

  /** Watches the loops until they are closed. */
  public LoopWatch(EventLoops eventLoops) {
    this.loops =
        StreamSupport.stream(eventLoops.loops().spliterator(), false).map(Loop::new).toList();
    eventLoops.every(EVERY, () -> loops.forEach(Loop::ask));
  }

  /** The longest time for which a loop has not run its task. */
  public Duration behind() {
    long now = System.nanoTime();
    long most = 0;
    for (Loop loop : loops) {
      most = Math.max(most, loop.behind(now));
    }
    return Duration.ofNanos(most);
  }

  private static final class Loop {
    private final EventExecutor executor;
    private volatile boolean asked;
    private volatile long askedAt;

    Loop(EventExecutor executor) {
      this.executor = executor;
    }

    void ask() {
      if (asked) {
        return;
      }
      askedAt = System.nanoTime();
      asked = true;
      try {
        executor.execute(() -> asked = false);
      } catch (RejectedExecutionException e) {
        asked = false; // The tracker ends.
      }
    }

    long behind(long now) {
      return asked ? now - askedAt : 0;
    }
  }
}
