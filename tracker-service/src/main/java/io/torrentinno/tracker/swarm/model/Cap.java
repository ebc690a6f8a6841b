package io.torrentinno.tracker.swarm.model;

import java.util.Locale;

/** What can keep a peer off the list; see {@link Caps}. */
public enum Cap {
  SWARMS,
  PEERS_PER_SWARM,
  PEERS_PER_ADDRESS;

  /** As metrics name it: lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
