package io.torrentinno.agent.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a task waits before an executor runs it. It gives each executor a small task
 * four times a second, from a thread of its own, so a stuck executor shows a delay that grows. Safe
 * for use by several threads.
 */
public final class Watchdog implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final ConcurrentMap<String, List<Probe>> groups = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer = timer();

  /** Starts the thread. */
  public Watchdog() {
    timer.scheduleWithFixedDelay(
        this::probe, INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Watches executors from now on, in place of those that had the name before. Each must run its
   * tasks on a thread of its own; one that runs them at once is never seen to be stuck.
   *
   * @param name what they are called together
   */
  public void watch(String name, Collection<? extends Executor> executors) {
    groups.put(name, executors.stream().map(Probe::new).toList());
  }

  /** The longest delay among the executors of a name; zero where the name is unknown. */
  public Duration delay(String name) {
    long now = System.nanoTime();
    return groups.getOrDefault(name, List.of()).stream()
        .map(probe -> probe.delay(now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** The longest delay of each name. */
  public Map<String, Duration> delays() {
    Map<String, Duration> delays = new TreeMap<>();
    groups.keySet().forEach(name -> delays.put(name, delay(name)));
    return delays;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void probe() {
    groups.values().forEach(probes -> probes.forEach(Probe::send));
  }

  private static ScheduledExecutorService timer() {
    return new ScheduledThreadPoolExecutor(
        1, task -> Thread.ofPlatform().name("watchdog").daemon().unstarted(task));
  }

  /** One executor and the task that it was given last. */
  private static final class Probe {
    private final Executor executor;

    /** When the task that has not run yet was given; null when there is none. */
    private volatile @Nullable Long waitingSince;

    private volatile Duration last = Duration.ZERO;

    Probe(Executor executor) {
      this.executor = executor;
    }

    void send() {
      if (waitingSince != null) {
        return;
      }
      long sent = System.nanoTime();
      waitingSince = sent;
      try {
        executor.execute(() -> {
          last = Duration.ofNanos(System.nanoTime() - sent);
          waitingSince = null;
        });
      } catch (RejectedExecutionException closed) {
        waitingSince = null; // it was shut down, which is not a delay
      }
    }

    Duration delay(long now) {
      Long since = waitingSince;
      Duration waiting = since == null ? Duration.ZERO : Duration.ofNanos(now - since);
      return waiting.compareTo(last) > 0 ? waiting : last;
    }
  }
}
