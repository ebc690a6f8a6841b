package io.torrentinno.tracker.swarm.model;

import org.jspecify.annotations.Nullable;

/**
 * What an announce brings back from its swarm.
 *
 * @param peers live peers drawn at random, the caller not among them, in no order
 * @param counts of the swarm after the announce, the caller counted if it is listed
 * @param reached what kept the caller off the list; null when nothing did
 */
public record Selection(PeerList peers, SwarmCounts counts, @Nullable Cap reached) {
  /** That of an announce that no cap stood against. */
  public Selection(PeerList peers, SwarmCounts counts) {
    this(peers, counts, null);
  }
}
