package io.torrentinno.agent.announce.http;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one task at a time, at the time that was set last. To be used by one thread. */
final class Alarm {
  private final Runnable task;
  private @Nullable Future<?> set;

  Alarm(Runnable task) {
    this.task = task;
  }

  /**
   * Sets the time.
   *
   * @param delay nanoseconds
   */
  void set(ScheduledExecutorService thread, long delay) {
    cancel();
    set = thread.schedule(task, delay, TimeUnit.NANOSECONDS);
  }

  void cancel() {
    if (set != null) {
      set.cancel(false);
      set = null;
    }
  }
}
