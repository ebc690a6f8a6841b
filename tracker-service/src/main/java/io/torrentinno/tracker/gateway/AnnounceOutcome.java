package io.torrentinno.tracker.gateway;

import java.util.Locale;

/** What became of an announce. */
public enum AnnounceOutcome {
  ACCEPTED,
  /** The request was at fault. */
  INVALID,
  /** The store was away. */
  UNAVAILABLE,
  /** What nobody expected; the log says more. */
  FAILED;

  /** As metrics name it: lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
