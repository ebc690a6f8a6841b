package io.torrentinno.agent.announce;

import java.time.Duration;

/** Counts the announces of all resources. Called by several threads. */
@FunctionalInterface
public interface AnnounceObserver {
  /** The outcome of an announce. */
  enum Outcome {
    ACCEPTED,
    UNREACHABLE,
    REFUSED,
    UNAVAILABLE,
    MALFORMED,
    FORBIDDEN;

    static Outcome of(AnnounceFailure.Reason reason) {
      return switch (reason) {
        case UNREACHABLE -> UNREACHABLE;
        case REFUSED -> REFUSED;
        case UNAVAILABLE -> UNAVAILABLE;
        case MALFORMED -> MALFORMED;
        case FORBIDDEN -> FORBIDDEN;
      };
    }
  }

  /** An announce ended, {@code took} after it was sent. */
  void announced(Outcome outcome, Duration took);
}
