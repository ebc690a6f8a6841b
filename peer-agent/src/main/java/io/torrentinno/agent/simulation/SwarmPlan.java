package io.torrentinno.agent.simulation;

import io.torrentinno.protocol.model.PieceLayout;
import java.time.Duration;
import java.util.Arrays;

/**
 * A swarm to be simulated: everybody starts at the same moment.
 *
 * @param seed the source of all chance; the same plan gives the same result
 * @param hosts who takes part
 * @param file what they share
 * @param link how each of them is attached
 * @param limit simulated time after which the run ends, finished or not
 */
public record SwarmPlan(long seed, Hosts hosts, SharedFile file, AccessLink link, Duration limit) {
  /**
   * Who takes part.
   *
   * @param seeders hosts that begin with every piece, at least 1
   * @param fetchers hosts that begin with none, at least 1
   * @param deathsPerMinute the part of the fetchers that dies each minute, 0 to below 1
   */
  public record Hosts(int seeders, int fetchers, double deathsPerMinute) {}

  /**
   * What is shared.
   *
   * @param pieces how many, at least 1
   * @param pieceSize bytes of each
   */
  public record SharedFile(int pieces, int pieceSize) {
    /** Bytes. */
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
   * The least time in which the last fetcher can be done with one seeder and equal links, if a host
   * passes on whole pieces only: (1 + ⌊log₂ fetchers⌋ / pieces) times that of one transfer
   * (Mundinger, Weber, Weiss: Optimal scheduling of peer-to-peer file dissemination, 2008, theorem
   * 1). Latency, hashing and messages cost nothing in it.
   */
  public Duration bound() {
    int doublings = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(hosts.fetchers());
    double transfer = file.length() / (double) Math.min(link.upload(), link.download());
    return Duration.ofNanos((long) (transfer * 1e9 * (1 + doublings / (double) file.pieces())));
  }
}
