package io.torrentinno.tracker.swarm.model;

/**
 * The counts of one swarm.
 *
 * @param seeders live peers that have every piece
 * @param leechers live peers that lack pieces
 * @param completed peers that have announced {@code completed} since the swarm began
 */
public record SwarmCounts(int seeders, int leechers, long completed) {
  /** The counts of an empty swarm. */
  public static final SwarmCounts NONE = new SwarmCounts(0, 0, 0);

  /** All live peers. */
  public int peers() {
    return seeders + leechers;
  }
}
