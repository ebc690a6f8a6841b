package io.torrentinno.agent.hashing;

import org.jspecify.annotations.Nullable;

/** Cancels a task from another thread, also a task that has not been submitted yet. */
public final class Cancellation {
  // Both fields are guarded by this object's monitor.
  private boolean cancelled;
  private @Nullable HashingTicket ticket;

  /** Cancels the task, now or as soon as it is submitted. Returns at once. */
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
