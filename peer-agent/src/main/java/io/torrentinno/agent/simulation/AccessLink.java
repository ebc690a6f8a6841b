package io.torrentinno.agent.simulation;

import java.time.Duration;

/**
 * The link of a host to the network. The network itself is never the bottleneck.
 *
 * @param upload bytes per second, at least 1
 * @param download bytes per second, at least 1
 * @param latency from this host to the middle of the network; two of these are one way
 * @param loss the part of the packets from and to this host that are lost, 0 to below 1
 */
public record AccessLink(long upload, long download, Duration latency, double loss) {
  private static final int SEGMENT = 1460;

  /** A link with the same rate in both directions and without losses. */
  public static AccessLink symmetric(long bytesPerSecond, Duration latency) {
    return new AccessLink(bytesPerSecond, bytesPerSecond, latency, 0);
  }

  /** Nanoseconds from this host to {@code other}, one way. */
  long latencyTo(AccessLink other) {
    return latency.toNanos() + other.latency.toNanos();
  }

  /**
   * The highest rate of one TCP connection to {@code other} under loss, in bytes per second: MSS /
   * RTT · √(3/2) / √p (Mathis, Semke, Mahdavi, Ott: The Macroscopic Behavior of the TCP Congestion
   * Avoidance Algorithm, 1997).
   */
  double lossLimit(AccessLink other) {
    double lost = 1 - (1 - loss) * (1 - other.loss);
    double roundTrip = 2 * latencyTo(other) / 1e9;
    return lost == 0 || roundTrip == 0
        ? Double.POSITIVE_INFINITY
        : SEGMENT / roundTrip * Math.sqrt(1.5 / lost);
  }
}
