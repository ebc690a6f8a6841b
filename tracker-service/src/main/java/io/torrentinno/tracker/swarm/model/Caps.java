package io.torrentinno.tracker.swarm.model;

/**
 * How much a store lists. A peer that would be one too many hears of others as ever, but nobody
 * hears of it. One that is listed is renewed whatever the caps say, unless it comes from another
 * address that has as many as it may.
 *
 * @param swarms at a time
 * @param peersPerSwarm live ones, of both families together
 * @param peersPerAddress live ones at an IPv4 address or in a /64 of IPv6, of all swarms together
 */
public record Caps(int swarms, int peersPerSwarm, int peersPerAddress) {
  /** As much as there is room for. */
  public static final Caps NONE = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
