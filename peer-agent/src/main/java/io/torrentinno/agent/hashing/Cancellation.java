package io.torrentinno.agent.hashing;

import org.jspecify.annotations.Nullable;

/** Ends a task from another thread, also one that has not been submitted yet. */
public final class Cancellation {
  // Both guarded by this.
  private boolean cancelled;
  private @Nullable HashingTicket ticket;

  /** Ends the task, now or as soon as it is submitted. Returns at once. */
  public synchronized void cancel() {
    cancelled = true;
    if (ticket != null) {
      ticket.cancel();
    }
  }

  /** Whether {@link #cancel} was called. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  synchronized void follow(HashingTicket submitted) {
    ticket = submitted;
    if (cancelled) {
      submitted.cancel();
    }
  }
}
