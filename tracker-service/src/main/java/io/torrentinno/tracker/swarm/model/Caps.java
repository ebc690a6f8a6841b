package io.torrentinno.tracker.swarm.model;

/**
 * The limits of what a store lists. A peer over a cap gets other peers as usual, and is not listed.
 * A listed peer is renewed whatever the caps say, unless it moves to an address that is at its cap.
 *
 * @param swarms at a time
 * @param peersPerSwarm live peers, of both address families together
 * @param peersPerAddress live peers at an IPv4 address or in a /64 of IPv6, in all swarms together
 */
public record Caps(int swarms, int peersPerSwarm, int peersPerAddress) {
  /** No limits, except for the range of numbers. */
  public static final Caps NONE = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
