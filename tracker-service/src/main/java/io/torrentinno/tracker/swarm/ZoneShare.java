package io.torrentinno.tracker.swarm;

import java.util.random.RandomGenerator;

/**
 * Chooses how many peers of the caller's own zone are in its answer. A store chooses {@link
 * #CANDIDATES} times as many peers as are wanted. Of these, up to {@link #NEIGHBOURS} quarters of
 * the answer are peers of the caller's zone. The rest are others, so that pieces get from zone to
 * zone. Where there are too few of one kind, the other kind fills the answer.
 */
public final class ZoneShare {
  /** How many times as many peers as wanted are chosen for a caller with a zone. */
  public static final int CANDIDATES = 4;

  private static final int NEIGHBOURS = 3;
  private static final int QUARTERS = 4;

  private ZoneShare() {}

  /**
   * Chooses among candidates.
   *
   * @param zones the zone tags of the candidates
   * @param zone the caller's, not 0
   * @param wanted how many to choose, if there are enough
   * @return the indices of the chosen candidates, in random order
   */
  public static int[] choose(int[] zones, int zone, int wanted, RandomGenerator random) {
    int size = Math.min(wanted, zones.length);
    int neighbours = 0;
    for (int candidate : zones) {
      neighbours += candidate == zone ? 1 : 0;
    }
    int others = zones.length - neighbours;
    int near = Math.min(neighbours, Math.max(size * NEIGHBOURS / QUARTERS, size - others));
    int far = size - near;
    int[] order = shuffled(zones.length, random);
    int[] chosen = new int[size];
    int next = 0;
    for (int i = 0; next < size; i++) {
      if (zones[order[i]] == zone ? near-- > 0 : far-- > 0) {
        chosen[next++] = order[i];
      }
    }
    return chosen;
  }

  private static int[] shuffled(int length, RandomGenerator random) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
