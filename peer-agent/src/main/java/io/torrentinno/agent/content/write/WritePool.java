package io.torrentinno.agent.content.write;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Platform threads that hash and write for all resources. The queue refuses no job. So callers must
 * stop reading from the network while the pool is {@link #congested}, and continue {@link
 * #whenDrained}.
 */
public final class WritePool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WritePool.class);

  /** The delay of a flush, so that a burst of small files ends before the disk is busy. */
  private static final long FLUSH_DELAY_MILLIS = 1000;

  private final long limitBytes;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final WriteThread[] workers;
  private final ScheduledThreadPoolExecutor flusher = flusher();

  /**
   * Starts the threads.
   *
   * @param threads at least 1
   * @param limitBytes the pool is congested while more bytes than these are queued
   */
  public WritePool(int threads, long limitBytes) {
    if (threads < 1 || limitBytes < 0) {
      throw new IllegalArgumentException(
          "the number of threads or the limit is not positive: " + threads + ", " + limitBytes);
    }
    this.limitBytes = limitBytes;
    this.workers = new WriteThread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new WriteThread(i, this::done);
    }
  }

  /** The number of bytes that are queued and not written yet. */
  public long queuedBytes() {
    return queuedBytes.get();
  }

  public long limitBytes() {
    return limitBytes;
  }

  /** Whether more than {@link #limitBytes} bytes are queued. */
  public boolean congested() {
    return queuedBytes.get() > limitBytes;
  }

  /**
   * Runs {@code action} once, on a worker thread, as soon as the queue has at most half of {@link
   * #limitBytes}. After {@link #close} the action runs on the caller's thread.
   */
  public void whenDrained(Runnable action) {
    waiting.add(action);
    if (drained() && !workers[0].offer(new Nudge())) {
      while (runWaiting()) {}
    }
  }

  /**
   * Runs a flush about a second later. All flushes run one after the other, on a thread of their
   * own. A flush that has not begun is dropped by {@link #close}.
   */
  public void later(Runnable flush) {
    flusher.schedule(flush, FLUSH_DELAY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor flusher() {
    ScheduledThreadPoolExecutor flusher =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("storage-flush").factory());
    flusher.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    flusher.setKeepAliveTime(1, TimeUnit.SECONDS);
    flusher.allowCoreThreadTimeOut(true);
    flusher.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return flusher;
  }

  /** Does all queued jobs, and then ends the threads. Later jobs are dropped. */
  @Override
  public void close() {
    flusher.shutdown();
    CompletableFuture.allOf(
            Arrays.stream(workers).map(WriteThread::close).toArray(CompletableFuture<?>[]::new))
        .join();
    while (runWaiting()) {}
  }

  public int threads() {
    return workers.length;
  }

  /** Adds a job to the end of a worker's queue, or drops the job when the pool is closed. */
  void submit(int worker, WriteJob job) {
    queuedBytes.addAndGet(job.bytes());
    if (!workers[worker].offer(job)) {
      job.drop();
      queuedBytes.addAndGet(-job.bytes());
    }
  }

  private void done(int bytes) {
    queuedBytes.addAndGet(-bytes);
    // Asks before each action, because the action before may have filled the queue.
    while (drained() && runWaiting()) {}
  }

  private boolean drained() {
    return queuedBytes.get() <= limitBytes / 2;
  }

  /** Runs one waiting action; false when there is none. */
  private boolean runWaiting() {
    Runnable action = waiting.poll();
    if (action == null) {
      return false;
    }
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      log.error("A task that waited for the write queue failed", e);
    }
    return true;
  }

  /** A job without work: after each job, a worker runs the actions that wait. */
  private static final class Nudge extends WriteJob {
    Nudge() {
      super(0);
    }

    @Override
    void run(byte[] scratch) {}

    @Override
    void drop() {}
  }
}
