package io.torrentinno.agent.resource.changes;

import io.torrentinno.agent.content.ContentChecks;
import io.torrentinno.agent.content.disk.StorageException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Allows to send blocks of a file only if a check in the last second has found it unchanged since
 * it was verified. All calls are made on one event loop. The checks run on other threads.
 */
final class UnchangedFile {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Executor loop;
  private final LongSupplier clock;
  private final Supplier<CompletableFuture<Void>> look;
  private final Consumer<StorageException> changed;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean looking;
  private boolean seen;
  private long seenAt;
  private boolean stopped;

  /**
   * A file that was not checked yet.
   *
   * @param look checks the file, as {@link ContentChecks#unchanged()} does
   * @param changed called once, when the file has changed or can't be read. Nothing is sent
   *     afterwards
   */
  UnchangedFile(
      Executor loop,
      LongSupplier clock,
      Supplier<CompletableFuture<Void>> look,
      Consumer<StorageException> changed) {
    this.loop = loop;
    this.clock = clock;
    this.look = look;
    this.changed = changed;
  }

  /** Sends now, or when the file is found unchanged, or never. */
  void whenUnchanged(Runnable send) {
    if (stopped) {
      return;
    }
    if (waiting.isEmpty() && isFresh()) {
      send.run();
    } else {
      waiting.add(send);
      look();
    }
  }

  /** Checks the file, unless that was done in the last second. */
  void look() {
    if (looking || stopped || isFresh()) {
      return;
    }
    looking = true;
    look.get().whenComplete((_, failure) -> loop.execute(() -> looked(failure)));
  }

  /**
   * Called when a part of the file could not be sent, because of the file or for another reason.
   *
   * @param read tries that part, as {@link ContentChecks#readable}
   */
  void doubt(CompletableFuture<Void> read) {
    read.whenComplete((_, failure) -> {
      if (failure != null) {
        loop.execute(() -> fail(failure));
      }
    });
  }

  /** Drops the blocks that wait. */
  void stop() {
    stopped = true;
    waiting.clear();
  }

  private boolean isFresh() {
    return seen && clock.getAsLong() - seenAt < FRESH_NANOS;
  }

  private void looked(@Nullable Throwable failure) {
    looking = false;
    if (stopped) {
      return;
    }
    if (failure != null) {
      fail(failure);
      return;
    }
    seen = true;
    seenAt = clock.getAsLong();
    for (Runnable send = waiting.poll(); send != null && !stopped; send = waiting.poll()) {
      send.run();
    }
  }

  private void fail(Throwable failure) {
    if (!stopped) {
      stop();
      changed.accept(reason(failure));
    }
  }

  private static StorageException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StorageException storage
        ? storage
        : new StorageException(
            StorageException.Reason.IO, "The file can't be checked: " + cause, failure);
  }
}
