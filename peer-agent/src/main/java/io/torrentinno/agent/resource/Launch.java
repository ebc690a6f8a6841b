package io.torrentinno.agent.resource;

import io.torrentinno.agent.resource.view.ResourceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The first check of a resource that is being added. The call that adds it waits for a while. A
 * failure in this time is the answer to the call. Later failures appear in the resource's status.
 */
public final class Launch {
  /** The longest time that a call which adds a resource waits for its check. */
  private static final Duration MOST = Duration.ofMillis(600);

  /** The remaining time for the check, after a call had to wait for its turn, or for the disk. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private final AtomicBoolean decided = new AtomicBoolean();
  private final CompletableFuture<Void> checked = new CompletableFuture<>();

  /** A check for which no call waits. */
  static Launch over() {
    Launch launch = new Launch();
    launch.succeeded();
    return launch;
  }

  /**
   * Waits until a launch has begun.
   *
   * @throws ResourceException when it could not
   */
  public static Launch begun(CompletableFuture<Launch> launch) {
    try {
      return launch.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? Failures.refusal(cause) : e;
    }
  }

  /** The check has found nothing wrong, or does not go on. */
  void succeeded() {
    if (decided.compareAndSet(false, true)) {
      checked.complete(null);
    }
  }

  /** Whether somebody waits who will get the failure by {@link #failed}. */
  boolean claimFailure() {
    return decided.compareAndSet(false, true);
  }

  void failed(ResourceException refusal) {
    checked.completeExceptionally(refusal);
  }

  /** The time that is left to a call which has taken so long already. */
  static Duration patience(Duration taken) {
    Duration left = MOST.minus(taken);
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  /**
   * Waits until it is decided, at most for some part of a second.
   *
   * @param begun when the call that waits began, by {@link System#nanoTime}
   * @throws ResourceException when it has failed
   */
  public void await(long begun) {
    Duration most = patience(Duration.ofNanos(System.nanoTime() - begun));
    try {
      try {
        checked.get(most.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        succeeded();
        checked.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ResourceException refusal
          ? new ResourceException(refusal.reason(), String.valueOf(refusal.getMessage()), refusal)
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
