package io.torrentinno.agent.sharing;

import io.torrentinno.agent.hashing.Cancellation;
import io.torrentinno.agent.hashing.Urgency;
import java.util.concurrent.CompletableFuture;

/** A file or folder that is hashed and then becomes a resource. Safe for use by several threads. */
public final class Share {
  private final String id;
  private final ShareSource source;
  private final Urgency urgency;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Sharer.Shared> outcome = new CompletableFuture<>();
  private volatile Progress progress = new Progress(0, 0, false);

  // The fields below are guarded by Shares.

  /** Whether it is on the disk while it is under way, and so continues after a restart. */
  boolean stored;

  /** Whether it can be found after its end, also after a restart. */
  boolean kept;

  /** Whether it was interrupted and continues with the next start. */
  boolean interrupted;

  /** When it ended, by {@link System#nanoTime}. */
  long endedAt;

  Share(String id, ShareSource source, Urgency urgency) {
    this.id = id;
    this.source = source;
    this.urgency = urgency;
  }

  /**
   * The progress of hashing.
   *
   * @param size bytes of the file; 0 when it is not known yet
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
   * Completed with the resource. Fails when there is none: with a {@link
   * java.util.concurrent.CancellationException} when the share was cancelled, with a {@link
   * PastFailure} when it failed before the agent was restarted, else with what has stopped it.
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
