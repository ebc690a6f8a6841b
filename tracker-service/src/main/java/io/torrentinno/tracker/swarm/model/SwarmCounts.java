package io.torrentinno.tracker.swarm.model;

/**
 * How much is in one swarm.
 *
 * @param seeders live peers that have every piece
 * @param leechers live peers that lack pieces
 * @param completed peers that have told of their last piece since the swarm came to be
 */
public record SwarmCounts(int seeders, int leechers, long completed) {
  /** Those of a swarm that nobody is in. */
  public static final SwarmCounts NONE = new SwarmCounts(0, 0, 0);

  /** All live peers. */
  public int peers() {
    return seeders + leechers;
  }
}
