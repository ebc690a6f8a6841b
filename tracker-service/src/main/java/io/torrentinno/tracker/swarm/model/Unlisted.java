package io.torrentinno.tracker.swarm.model;

import java.util.Locale;

/** The reason why an announce changes no listing: one of the {@link Caps}, or the owner. */
public enum Unlisted {
  SWARMS,
  PEERS_PER_SWARM,
  PEERS_PER_ADDRESS,
  /** The peer-id is listed, and the caller does not prove that the listing is its own. */
  PEER_ID;

  /** Lower case, as metrics have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
