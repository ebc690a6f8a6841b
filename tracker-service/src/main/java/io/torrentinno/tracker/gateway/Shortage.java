package io.torrentinno.tracker.gateway;

import java.util.Locale;

/** The resource that is used up, so that the tracker cannot serve a caller over HTTP. */
public enum Shortage {
  /** All connections are taken. */
  CONNECTIONS,
  /** Incomplete requests, and answers that no client reads, take all memory that they may. */
  MEMORY,
  /** Too many requests to the control plane are under way, or it does not answer. */
  CONTROL_PLANE;

  /** Lower case with hyphens, as metrics have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
