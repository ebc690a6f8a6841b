package io.torrentinno.agent.hashing;

import java.util.List;
import java.util.concurrent.CancellationException;

/** Cancels a task from another thread, also a task that has not been submitted yet. */
public final class Cancellation {
  // Both fields are guarded by this object's monitor.
  private boolean cancelled;
  private List<HashingTicket> tickets = List.of();

  /** Cancels the task, now or as soon as it is submitted. Returns at once. */
  public synchronized void cancel() {
    cancelled = true;
    tickets.forEach(HashingTicket::cancel);
  }

  /** Whether {@link #cancel} was called. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * To be called by tasks of many short steps, between two of them.
   *
   * @throws CancellationException after {@link #cancel}
   */
  public void requireNone() {
    if (isCancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  synchronized void follow(List<HashingTicket> submitted) {
    tickets = submitted;
    if (cancelled) {
      submitted.forEach(HashingTicket::cancel);
    }
  }
}
