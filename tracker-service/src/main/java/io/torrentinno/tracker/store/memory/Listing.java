package io.torrentinno.tracker.store.memory;

/** The owner of a peer's listing, in one swarm and one address family. */
public enum Listing {
  /** The peer is not listed. */
  NONE,
  /** The caller has proved that the listing is its own. */
  OWN,
  /** The caller has not proved it. */
  OTHERS;

  /** Whether a peer is listed, and nothing of it is the caller's. */
  public static boolean isOthers(Listing ipv4, Listing ipv6) {
    return ipv4 != OWN && ipv6 != OWN && (ipv4 == OTHERS || ipv6 == OTHERS);
  }
}
