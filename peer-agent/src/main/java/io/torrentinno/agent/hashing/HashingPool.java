package io.torrentinno.agent.hashing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads with low priority that read and hash files, for all resources. A task
 * gives its thread to a task that is more urgent or shorter, after some milliseconds. Every eighth
 * turn belongs to the oldest task, so that each task is done at some time. Safe for use by several
 * threads.
 */
public final class HashingPool implements AutoCloseable {
  /** The length of a turn: long enough for a disk that has to seek first. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int OLDEST_EVERY = 8;
  private static final int MOST_THREADS = 4;
  private static final int SCRATCH_BYTES = 64 << 10;

  private static final Comparator<HashingTicket> BY_AGE =
      Comparator.comparingLong(ticket -> ticket.number);
  private static final Comparator<HashingTicket> BY_NEED =
      Comparator.<HashingTicket, Urgency>comparing(ticket -> ticket.urgency)
          .thenComparingLong(ticket -> ticket.queuedBytes)
          .thenComparing(BY_AGE);

  private final List<Thread> threads = new ArrayList<>();

  // The fields below are guarded by this object's monitor. The two sets have the waiting tickets in
  // two orders.
  private final TreeSet<HashingTicket> byNeed = new TreeSet<>(BY_NEED);
  private final TreeSet<HashingTicket> byAge = new TreeSet<>(BY_AGE);
  private long submitted;
  private long turns;
  private int running;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param threads at least 1
   */
  public HashingPool(int threads) {
    for (int i = 0; i < threads; i++) {
      this.threads.add(Thread.ofPlatform().daemon().name("hashing-" + i).start(this::work));
    }
  }

  /** A pool that leaves one core to everything else, when there are several. */
  public static HashingPool ofSystem() {
    return new HashingPool(
        Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, MOST_THREADS));
  }

  /** Queues a task. */
  public HashingTicket submit(HashingTask task, Urgency urgency) {
    HashingTicket ticket = ticketFor(task, urgency);
    queue(ticket);
    return ticket;
  }

  private synchronized HashingTicket ticketFor(HashingTask task, Urgency urgency) {
    return new HashingTicket(this, task, urgency, submitted++);
  }

  private void queue(HashingTicket ticket) {
    synchronized (this) {
      if (!closed && !ticket.isCancelled()) {
        enqueue(ticket);
        return;
      }
    }
    end(
        ticket,
        new CancellationException(ticket.isCancelled() ? "cancelled" : "the pool is closed"));
  }

  /**
   * Queues a task and waits until it is done.
   *
   * @throws IOException when the task has thrown it
   * @throws CancellationException when the task was cancelled, or the pool is closed
   */
  public void run(HashingTask task, Urgency urgency, Cancellation cancellation) throws IOException {
    run(List.of(task), urgency, cancellation);
  }

  /**
   * Queues tasks that belong together and waits until all are done. When one fails, the others are
   * cancelled.
   *
   * @throws IOException when a task has thrown it
   * @throws CancellationException when they were cancelled, or the pool is closed
   */
  void run(List<? extends HashingTask> tasks, Urgency urgency, Cancellation cancellation)
      throws IOException {
    List<HashingTicket> tickets = tasks.stream().map(task -> ticketFor(task, urgency)).toList();
    cancellation.follow(tickets); // Before a thread of the pool can take them.
    tickets.forEach(ticket ->
        ticket
            .done()
            .whenComplete((_, failure) -> {
              if (failure != null) {
                tickets.forEach(HashingTicket::cancel);
              }
            }));
    tickets.forEach(this::queue);
    HashingTicket.awaitAll(tickets);
  }

  /** How many tasks run at a time. */
  int threads() {
    return threads.size();
  }

  /** The number of tasks that wait or run. */
  public synchronized int size() {
    return byAge.size() + running;
  }

  /** Cancels all tasks. Returns when none runs any more. */
  @Override
  public void close() {
    List<HashingTicket> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(byAge);
      byAge.clear();
      byNeed.clear();
      notifyAll();
    }
    left.forEach(ticket -> end(ticket, new CancellationException("the pool is closed")));
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes a cancelled ticket from the queue. A task that runs ends by itself. */
  void withdraw(HashingTicket ticket) {
    boolean waited;
    synchronized (this) {
      waited = byAge.remove(ticket);
      if (waited) {
        byNeed.remove(ticket);
      }
    }
    if (waited) {
      end(ticket, new CancellationException("cancelled"));
    }
  }

  private void work() {
    ThreadPriority.lower();
    byte[] scratch = new byte[SCRATCH_BYTES];
    boolean open = true;
    while (open) {
      open = workOnce(scratch);
    }
  }

  /**
   * Waits for a ticket and works on it. False when the pool is closed. A loop around the body would
   * keep the last ticket, and the manifest that its task has read, while the thread waits.
   */
  private boolean workOnce(byte[] scratch) {
    HashingTicket next = take();
    if (next == null) {
      return false;
    }
    work(next, scratch);
    return true;
  }

  private void work(HashingTicket ticket, byte[] scratch) {
    Throwable failure = null;
    boolean done = false;
    try {
      done = turn(ticket, scratch);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    synchronized (this) {
      running--;
      if (failure == null && !done && !ticket.isCancelled() && !closed) {
        enqueue(ticket);
        return;
      }
    }
    if (failure == null && !done) {
      failure = new CancellationException("cancelled");
    }
    end(ticket, failure);
  }

  private boolean turn(HashingTicket ticket, byte[] scratch) throws IOException {
    long began = System.nanoTime();
    while (!ticket.isCancelled() && System.nanoTime() - began < TURN_NANOS) {
      if (ticket.task.step(scratch)) {
        return true;
      }
    }
    return false;
  }

  private synchronized @Nullable HashingTicket take() {
    while (!closed && byAge.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true; // Nothing interrupts these threads.
      }
    }
    if (closed) {
      return null;
    }
    boolean oldest = ++turns % OLDEST_EVERY == 0;
    HashingTicket next = oldest ? byAge.getFirst() : byNeed.getFirst();
    byAge.remove(next);
    byNeed.remove(next);
    running++;
    return next;
  }

  /** The caller holds the lock. */
  private void enqueue(HashingTicket ticket) {
    ticket.queuedBytes = ticket.task.bytesLeft();
    byAge.add(ticket);
    byNeed.add(ticket);
    notify();
  }

  private static void end(HashingTicket ticket, @Nullable Throwable failure) {
    if (failure == null) {
      ticket.done().complete(null);
    } else {
      ticket.done().completeExceptionally(failure);
    }
  }
}
