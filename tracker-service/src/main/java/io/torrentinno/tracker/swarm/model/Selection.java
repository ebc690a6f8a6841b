package io.torrentinno.tracker.swarm.model;

import org.jspecify.annotations.Nullable;

/**
 * The result of an announce in its swarm.
 *
 * @param peers live peers chosen at random, without the caller, in no order
 * @param counts of the swarm after the announce, with the caller if it is listed
 * @param reached the cap that kept the caller off the list; null for none
 */
public record Selection(PeerList peers, SwarmCounts counts, @Nullable Cap reached) {
  /** A selection that no cap has limited. */
  public Selection(PeerList peers, SwarmCounts counts) {
    this(peers, counts, null);
  }
}
