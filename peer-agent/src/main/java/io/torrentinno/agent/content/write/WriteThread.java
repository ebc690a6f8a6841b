package io.torrentinno.agent.content.write;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One write worker: a thread and its queue. Callers push jobs onto a stack without a lock. The
 * thread takes the whole stack at once and reverses it. So while the thread is busy, a caller needs
 * one compare-and-set and wakes nobody. Jobs run in the order in which they were offered.
 */
final class WriteThread {
  /** Large enough for few calls, small enough for the second-level cache. */
  static final int SCRATCH_BYTES = 64 << 10;

  private static final Logger log = LoggerFactory.getLogger(WriteThread.class);
  private static final WriteJob CLOSED = new ClosedMark();

  private final AtomicReference<@Nullable WriteJob> stack = new AtomicReference<>();
  private final AtomicBoolean parked = new AtomicBoolean();
  private final IntConsumer done;
  private final Thread thread;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closing;

  /**
   * Starts the thread.
   *
   * @param done receives the number of bytes of each job after the job; must not throw
   */
  WriteThread(int index, IntConsumer done) {
    this.done = done;
    this.thread = Thread.ofPlatform().daemon().name("storage-" + index).start(this::loop);
  }

  /** Queues a job; false when the thread has ended: then the caller still owns the job. */
  boolean offer(WriteJob job) {
    WriteJob top;
    do {
      top = stack.get();
      if (top == CLOSED) {
        return false;
      }
      job.linkTo(top);
    } while (!stack.compareAndSet(top, job));
    wake();
    return true;
  }

  /** Ends the thread after all queued jobs; the future completes then. */
  CompletableFuture<Void> close() {
    closing = true;
    wake();
    return ended;
  }

  private void wake() {
    if (parked.get() && parked.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  private void loop() {
    byte[] scratch = new byte[SCRATCH_BYTES];
    while (true) {
      WriteJob batch = stack.getAndSet(null);
      if (batch != null) {
        run(reversed(batch), scratch);
      } else if (!closing) {
        park();
      } else if (stack.compareAndSet(null, CLOSED)) {
        ended.complete(null);
        return;
      }
    }
  }

  private void park() {
    parked.set(true);
    if (stack.get() == null && !closing) {
      LockSupport.park(this);
    }
    parked.set(false);
  }

  private void run(@Nullable WriteJob first, byte[] scratch) {
    WriteJob job = first;
    while (job != null) {
      WriteJob following = job.next();
      job.linkTo(null);
      runOne(job, scratch);
      job = following;
    }
  }

  private void runOne(WriteJob job, byte[] scratch) {
    try {
      job.run(scratch);
    } catch (RuntimeException | Error e) {
      log.error("A storage job failed", e);
    }
    done.accept(job.bytes());
  }

  private static @Nullable WriteJob reversed(WriteJob top) {
    WriteJob turned = null;
    WriteJob job = top;
    while (job != null) {
      WriteJob below = job.next();
      job.linkTo(turned);
      turned = job;
      job = below;
    }
    return turned;
  }

  private static final class ClosedMark extends WriteJob {
    ClosedMark() {
      super(0);
    }

    @Override
    void run(byte[] scratch) {}

    @Override
    void drop() {}
  }
}
