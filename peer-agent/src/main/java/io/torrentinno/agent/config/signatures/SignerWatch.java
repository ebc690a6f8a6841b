package io.torrentinno.agent.config.signatures;

import io.torrentinno.agent.signatures.SignerFile;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the list of allowed signers again while the agent runs. */
final class SignerWatch implements AutoCloseable {
  private static final long SECONDS = 5;

  private final @Nullable ScheduledExecutorService clock;

  /**
   * Begins to watch.
   *
   * @param file null when there is nothing to watch
   * @param changed called when the list has changed
   */
  SignerWatch(@Nullable SignerFile file, Runnable changed) {
    if (file == null) {
      clock = null;
      return;
    }
    clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("allowed-signers").factory());
    clock.scheduleWithFixedDelay(
        () -> {
          if (file.reload()) {
            changed.run();
          }
        },
        SECONDS,
        SECONDS,
        TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
  }
}
