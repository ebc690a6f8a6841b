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
 * Platform threads that hash and write, shared by all resources. Its queue has no hard end: whoever
 * feeds it stops reading while it is {@link #congested} and asks to be told {@link #whenDrained}.
 */
public final class WritePool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WritePool.class);

  /** Lets a burst of small files end before the disk is busy with them. */
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
   * @param limitBytes how many bytes may wait before the pool calls itself congested
   */
  public WritePool(int threads, long limitBytes) {
    if (threads < 1 || limitBytes < 0) {
      throw new IllegalArgumentException(threads + " threads, " + limitBytes + " bytes");
    }
    this.limitBytes = limitBytes;
    this.workers = new WriteThread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new WriteThread(i, this::done);
    }
  }

  /** Bytes that were handed over and are not yet written. */
  public long queuedBytes() {
    return queuedBytes.get();
  }

  public long limitBytes() {
    return limitBytes;
  }

  /** True while more than {@link #limitBytes} are queued. */
  public boolean congested() {
    return queuedBytes.get() > limitBytes;
  }

  /**
   * Runs {@code action} once, on a worker thread, as soon as the queue has drained to half its
   * limit; at once if it has. After {@link #close} it runs on the caller's thread.
   */
  public void whenDrained(Runnable action) {
    waiting.add(action);
    if (drained() && !workers[0].offer(new Nudge())) {
      while (runWaiting()) {}
    }
  }

  /**
   * Does what blocks for long and can wait, a little later, one after the other, on a thread of its
   * own. After {@link #close} it is not done.
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

  /** Does what is queued, then ends the threads. What is written afterwards is dropped. */
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

  /** Queues a job behind the others of that worker, or drops it when the pool is closed. */
  void submit(int worker, WriteJob job) {
    queuedBytes.addAndGet(job.bytes());
    if (!workers[worker].offer(job)) {
      job.drop();
      queuedBytes.addAndGet(-job.bytes());
    }
  }

  private void done(int bytes) {
    queuedBytes.addAndGet(-bytes);
    // Asked anew for each: whoever is told may fill the queue before the next one's turn.
    while (drained() && runWaiting()) {}
  }

  private boolean drained() {
    return queuedBytes.get() <= limitBytes / 2;
  }

  /** Runs one action; false when nobody waits. */
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

  /** Does nothing, but makes its worker look whether somebody waits. */
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
