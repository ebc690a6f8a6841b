package io.torrentinno.tracker.gateway;

import java.util.Locale;

/** The ways in which an announce comes in. */
public enum AnnounceEndpoint {
  /** {@code POST /peers}. */
  JSON,
  /** {@code GET /announce}. */
  HTTP,
  /** BEP 15. */
  UDP;

  /** Lower case, as metrics have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
