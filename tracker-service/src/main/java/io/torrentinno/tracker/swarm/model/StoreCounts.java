package io.torrentinno.tracker.swarm.model;

/**
 * The live contents of a store.
 *
 * @param swarms swarms with at least one live peer
 * @param peers live peers of all swarms; a peer in two swarms counts twice
 * @param seeders those of the peers that have every piece
 */
public record StoreCounts(long swarms, long peers, long seeders) {
  public static final StoreCounts NONE = new StoreCounts(0, 0, 0);

  /** These counts plus those of one swarm; unchanged for a swarm without members. */
  public StoreCounts plusSwarm(SwarmCounts swarm) {
    return swarm.peers() == 0
        ? this
        : new StoreCounts(swarms + 1, peers + swarm.peers(), seeders + swarm.seeders());
  }
}
