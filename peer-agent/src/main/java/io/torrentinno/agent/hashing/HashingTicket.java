package io.torrentinno.agent.hashing;

import java.io.IOException;
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
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          cancel();
        }
      }
    } catch (ExecutionException e) {
      rethrow(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
