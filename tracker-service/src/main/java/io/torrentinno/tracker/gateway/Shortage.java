package io.torrentinno.tracker.gateway;

import java.util.Locale;

/** What the tracker has too little of to serve a caller over HTTP. */
public enum Shortage {
  /** All connections are taken. */
  CONNECTIONS,
  /** Requests that are not whole, and answers that nobody reads, take all the memory they may. */
  MEMORY,
  /** Too many requests to the control plane are under way, or it does not answer. */
  CONTROL_PLANE;

  /** As metrics name it: lower case, words apart by hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
