package io.torrentinno.tracker.swarm.model;

/**
 * How much a store holds that is live.
 *
 * @param swarms swarms with at least one live peer
 * @param peers live peers of all swarms, one that is in two swarms counted twice
 * @param seeders those of the peers that have every piece
 */
public record StoreCounts(long swarms, long peers, long seeders) {
  /** Nothing at all. */
  public static final StoreCounts NONE = new StoreCounts(0, 0, 0);

  /** These counts and one swarm more; unchanged for a swarm without members. */
  public StoreCounts plusSwarm(SwarmCounts swarm) {
    return swarm.peers() == 0
        ? this
        : new StoreCounts(swarms + 1, peers + swarm.peers(), seeders + swarm.seeders());
  }
}
