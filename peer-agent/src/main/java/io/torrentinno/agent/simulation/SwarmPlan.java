package io.torrentinno.agent.simulation;

import io.torrentinno.protocol.model.PieceLayout;
import java.time.Duration;
import java.util.Arrays;

/**
 * The plan of a simulated swarm. All hosts start at the same moment.
 *
 * @param seed the seed of all random numbers; the same plan gives the same result
 * @param hosts the hosts of the swarm
 * @param file the file that they share
 * @param link the link of each host
 * @param limit simulated time after which the run ends, finished or not
 */
public record SwarmPlan(long seed, Hosts hosts, SharedFile file, AccessLink link, Duration limit) {
  /**
   * The hosts of a swarm.
   *
   * @param seeders hosts that begin with every piece, at least 1
   * @param fetchers hosts that begin with no piece, at least 1
   * @param deathsPerMinute the part of the fetchers that dies in each minute, 0 to below 1
   */
  public record Hosts(int seeders, int fetchers, double deathsPerMinute) {}

  /**
   * The file that is shared.
   *
   * @param pieces number of pieces, at least 1
   * @param pieceSize bytes of each piece
   */
  public record SharedFile(int pieces, int pieceSize) {
    /** Bytes of the file. */
    public long length() {
      return (long) pieces * pieceSize;
    }

    PieceLayout layout() {
      int[] sizes = new int[pieces];
      Arrays.fill(sizes, pieceSize);
      return new PieceLayout(sizes);
    }
  }

  /**
   * The least time until the last fetcher is complete, with one seeder and equal links, when hosts
   * pass on whole pieces only: (1 + ⌊log₂ fetchers⌋ / pieces) times the time of one transfer
   * (Mundinger, Weber, Weiss: Optimal scheduling of peer-to-peer file dissemination, 2008, theorem
   * 1). It does not include latency, hashing and messages.
   */
  public Duration bound() {
    int doublings = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(hosts.fetchers());
    double transfer = file.length() / (double) Math.min(link.upload(), link.download());
    return Duration.ofNanos((long) (transfer * 1e9 * (1 + doublings / (double) file.pieces())));
  }
}
