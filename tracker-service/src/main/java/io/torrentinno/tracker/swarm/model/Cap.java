package io.torrentinno.tracker.swarm.model;

import java.util.Locale;

/** The reason why a peer is not listed; see {@link Caps}. */
public enum Cap {
  SWARMS,
  PEERS_PER_SWARM,
  PEERS_PER_ADDRESS;

  /** Lower case, as metrics have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
