package io.torrentinno.tracker.gateway;

import java.util.Locale;

/** The outcome of an announce. */
public enum AnnounceOutcome {
  ACCEPTED,
  /** The request was wrong. */
  INVALID,
  /** The store was away. */
  UNAVAILABLE,
  /** An unexpected failure; the log says more. */
  FAILED;

  /** Lower case, as metrics have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
