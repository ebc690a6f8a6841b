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
 * One thread and its queue. Producers push onto a lock-free stack; the worker takes the whole stack
 * at once and turns it round, so a busy worker costs a producer one compare-and-set and no wake-up.
 * Jobs run in the order in which they were offered.
 */
final class WriteThread {
  /** Large enough to amortise calls, small enough to stay in the second-level cache. */
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
   * @param done told after each job how many bytes it carried; never throws
   */
  WriteThread(int index, IntConsumer done) {
    this.done = done;
    this.thread = Thread.ofPlatform().daemon().name("storage-" + index).start(this::loop);
  }

  /** Queues a job; false when the worker has ended, and then the job is still the caller's. */
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

  /** Lets the thread end after what is queued; the future completes then. */
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
