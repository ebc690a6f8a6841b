package io.torrentinno.agent.resource.checking;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.resource.stored.Completion;
import io.torrentinno.protocol.model.Bitfield;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One check of the bytes on disk. Its thread waits while other threads hash the file. Any thread
 * may cancel it.
 */
public final class CheckRun implements Runnable {
  /**
   * The result.
   *
   * @param run the number of the run that the check belongs to
   * @param storage is open; the receiver of this owns it
   */
  public record Result(int run, Bitfield verified, ResourceStorage storage) {}

  /** Opens the resource's storage. */
  public interface Opener {
    ResourceStorage open() throws StorageException;
  }

  private final int number;
  private final boolean everything;
  private final Urgency urgency;
  private final Opener opener;
  private final Completion completion;
  private final Consumer<CheckRun> ended;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Cancellation cancellation = new Cancellation();
  private volatile boolean cancelled;

  // Written before the end, and read after it.
  private @Nullable ResourceStorage storage;
  private @Nullable Bitfield verified;
  private @Nullable Exception failure;

  /**
   * A check that has not begun.
   *
   * @param number the number of its run
   * @param everything whether to hash all bytes, whatever the checkpoint says
   * @param urgency decides when it gets its turn
   * @param completion receives the progress
   * @param ended called on the check's thread when it has ended, unless it was cancelled before
   */
  public CheckRun(
      int number,
      boolean everything,
      Urgency urgency,
      Opener opener,
      Completion completion,
      Consumer<CheckRun> ended) {
    this.number = number;
    this.everything = everything;
    this.urgency = urgency;
    this.opener = opener;
    this.completion = completion;
    this.ended = ended;
  }

  public int number() {
    return number;
  }

  @Override
  public void run() {
    if (begun.compareAndSet(false, true)) {
      check();
      over.complete(null);
      if (!cancelled) {
        ended.accept(this);
      }
    }
  }

  /**
   * Ends the check as soon as possible.
   *
   * @return completed when it does not use the disk any more and has closed its files
   */
  public CompletableFuture<Void> cancel() {
    cancelled = true;
    cancellation.cancel();
    if (begun.compareAndSet(false, true)) {
      over.complete(null);
    }
    return over.thenRun(this::close);
  }

  /** The failure that stopped it; null when there was none. To be called after its end. */
  public @Nullable Exception failure() {
    return failure;
  }

  /** Shows which pieces were found. To be called after its end, when it has not failed. */
  public void showFound() {
    completion.set(verified());
  }

  /** Whether all was found that is to be fetched; as {@link #showFound}. */
  public boolean isComplete() {
    return completion.isComplete(verified());
  }

  /** Hands over the result with the open storage. To be called as {@link #showFound}. */
  public Result take() {
    ResourceStorage open = storage;
    if (open == null) {
      throw new IllegalStateException("the check has not ended with a result");
    }
    storage = null;
    return new Result(number, verified(), open);
  }

  private Bitfield verified() {
    Bitfield found = verified;
    if (found == null) {
      throw new IllegalStateException("the check has not succeeded");
    }
    return found;
  }

  private void check() {
    try {
      ResourceStorage opened = opener.open();
      storage = opened;
      CheckRequest request = new CheckRequest(urgency, cancellation, this::checked);
      verified = everything ? opened.recheck(request) : opened.prepare(request);
    } catch (StorageException | RuntimeException e) {
      failure = e;
    } catch (Error e) { // The resource must not be checked for ever.
      failure = new IllegalStateException(e);
    }
  }

  private void checked(long done, long total) {
    if (!cancelled) {
      completion.checked(done);
    }
  }

  private void close() {
    ResourceStorage open = storage;
    storage = null;
    if (open != null) {
      open.close();
    }
    completion.restore();
  }
}
