package io.torrentinno.agent.resource.checking;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one resource. Each begins when the cancelled ones before it do not use the disk any
 * more. Methods are called in turns of the resource's mailbox.
 */
public final class Checks {
  private final Executor background;
  private @Nullable CheckRun present;
  private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

  /**
   * No check yet.
   *
   * @param background runs checks, which block
   */
  public Checks(Executor background) {
    this.background = background;
  }

  public void start(CheckRun check) {
    present = check;
    quiet.thenRun(() -> background.execute(check));
  }

  /** Cancels the present check, and does not wait for its end. */
  public void cancel() {
    CheckRun running = present;
    if (running != null) {
      present = null;
      quiet = CompletableFuture.allOf(quiet, running.cancel());
    }
  }

  /** Whether this is the last check that was started, and it was neither cancelled nor taken. */
  public boolean isPresent(CheckRun check) {
    return present == check;
  }

  /** Takes the result of the present check. After that, there is no present check. */
  public CheckRun.Result take() {
    CheckRun done = present;
    if (done == null) {
      throw new IllegalStateException("no file was checked yet");
    }
    present = null;
    return done.take();
  }

  /** Completed when no cancelled check uses the disk any more. */
  public CompletableFuture<Void> quiet() {
    return quiet;
  }
}
