package io.torrentinno.agent.sharing;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;
import java.util.concurrent.CompletableFuture;

/** One file on its way to become a resource. Safe for use by several threads. */
public final class Share {
  private final String id;
  private final ShareSource source;
  private final Urgency urgency;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Sharer.Shared> outcome = new CompletableFuture<>();
  private volatile Progress progress = new Progress(0, 0, false);

  /** Guarded by the {@link Shares}. Whether it is to be found after its end and after a restart. */
  boolean kept;

  /** Guarded by the {@link Shares}. By {@link System#nanoTime}. */
  long endedAt;

  Share(String id, ShareSource source, Urgency urgency) {
    this.id = id;
    this.source = source;
    this.urgency = urgency;
  }

  /**
   * How far it has come.
   *
   * @param size bytes of the file; 0 before it was looked at
   * @param hashed bytes that were read and hashed
   * @param begun whether hashing has begun
   */
  public record Progress(long size, long hashed, boolean begun) {}

  public String id() {
    return id;
  }

  public ShareSource source() {
    return source;
  }

  public Progress progress() {
    return progress;
  }

  /**
   * The resource; or why there is none, a {@link java.util.concurrent.CancellationException} when
   * it was cancelled.
   */
  public CompletableFuture<Sharer.Shared> outcome() {
    return outcome;
  }

  Urgency urgency() {
    return urgency;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  void progress(long size, long hashed) {
    progress = new Progress(size, hashed, hashed > 0);
  }
}
