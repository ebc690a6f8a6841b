package io.torrentinno.agent.outgoing;

/** Counts refusals. Called by several threads. */
@FunctionalInterface
public interface OutgoingObserver {
  /** An observer that counts nothing. */
  OutgoingObserver NONE = (_, _) -> {};

  /** A connection was not opened, or a named peer was left out. */
  void refused(OutgoingUse use, Refusal.Reason reason);
}
