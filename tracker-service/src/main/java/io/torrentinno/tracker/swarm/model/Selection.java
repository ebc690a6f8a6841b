package io.torrentinno.tracker.swarm.model;

import org.jspecify.annotations.Nullable;

/**
 * The result of an announce in its swarm.
 *
 * @param peers live peers chosen at random, without the caller, in no order
 * @param counts of the swarm after the announce, with the caller if it is listed
 * @param reached why the announce changed no listing; null when nothing kept it from that
 */
public record Selection(PeerList peers, SwarmCounts counts, @Nullable Unlisted reached) {
  /** A selection of an announce that nothing was in the way of. */
  public Selection(PeerList peers, SwarmCounts counts) {
    this(peers, counts, null);
  }
}
