package io.torrentinno.agent.resource;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one resource: each begins when those that were cancelled before it touch the disk
 * no more. Methods are called in turns of the resource's mailbox.
 */
final class Checks {
  private final Executor background;
  private @Nullable CheckRun present;
  private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

  /**
   * No check yet.
   *
   * @param background runs checks, which block
   */
  Checks(Executor background) {
    this.background = background;
  }

  void start(CheckRun check) {
    present = check;
    quiet.thenRun(() -> background.execute(check));
  }

  /** Ends the present check soon, without waiting for that. */
  void cancel() {
    CheckRun running = present;
    if (running != null) {
      present = null;
      quiet = CompletableFuture.allOf(quiet, running.cancel());
    }
  }

  /** Whether this is the check that was started last, and nobody has cancelled or taken it. */
  boolean isPresent(CheckRun check) {
    return present == check;
  }

  /** What the present check has found; it is the present one no more. */
  CheckRun.Result take() {
    CheckRun done = present;
    if (done == null) {
      throw new IllegalStateException("nothing was checked");
    }
    present = null;
    return done.take();
  }

  /** Done when no check that was cancelled touches the disk any more. */
  CompletableFuture<Void> quiet() {
    return quiet;
  }
}
