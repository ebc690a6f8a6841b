package io.torrentinno.agent.hashing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A task in a {@link HashingPool}. */
public final class HashingTicket {
  final HashingTask task;
  final Urgency urgency;

  /** Distinguishes tickets that are otherwise equal. An older ticket has a lower number. */
  final long number;

  private final HashingPool pool;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** {@link HashingTask#bytesLeft} at the time when the ticket was queued. Used by the pool. */
  long queuedBytes;

  private volatile boolean cancelled;

  HashingTicket(HashingPool pool, HashingTask task, Urgency urgency, long number) {
    this.pool = pool;
    this.task = task;
    this.urgency = urgency;
    this.number = number;
  }

  /**
   * Completes when the task is done, has failed or was cancelled, and no thread runs it any more.
   * Dependent actions run on a thread of the pool and must not block.
   */
  public CompletableFuture<Void> done() {
    return done;
  }

  /** Cancels the task after the step that is under way. Returns at once. */
  public void cancel() {
    cancelled = true;
    pool.withdraw(this);
  }

  boolean isCancelled() {
    return cancelled;
  }

  /**
   * Waits until the task is done. An interrupt cancels the task.
   *
   * @throws IOException when the task has thrown it
   * @throws CancellationException when the task was cancelled, or the pool is closed
   */
  public void await() throws IOException {
    awaitAll(List.of(this));
  }

  /**
   * Waits until all are done, also those that were cancelled because another has failed; as {@link
   * #await}. A failure comes before the cancellations that it caused.
   */
  static void awaitAll(List<HashingTicket> tickets) throws IOException {
    boolean interrupted = false;
    ExecutionException failure = null;
    for (HashingTicket ticket : tickets) {
      boolean over = false;
      while (!over) {
        try {
          ticket.done.get();
          over = true;
        } catch (InterruptedException e) {
          interrupted = true;
          tickets.forEach(HashingTicket::cancel);
        } catch (ExecutionException e) {
          over = true;
          failure = failure == null || isCancellation(failure) ? e : failure;
        } catch (CancellationException e) {
          over = true;
          failure = failure == null ? new ExecutionException(e) : failure;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      rethrow(failure);
    }
  }

  private static boolean isCancellation(ExecutionException failure) {
    return failure.getCause() instanceof CancellationException;
  }

  private static void rethrow(ExecutionException failure) throws IOException {
    switch (failure.getCause()) {
      case IOException cause -> throw cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> throw new IllegalStateException(failure);
    }
  }
}
