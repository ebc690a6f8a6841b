package io.torrentinno.agent.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The values of a resource that change while its state stays the same.
 *
 * @param completedBytes bytes in verified pieces
 * @param eta the remaining time at the present rate; null when nothing arrives or nothing is
 *     missing
 * @param waiting why nothing arrives although pieces are missing; null when data arrives, or
 *     nothing is missing
 */
public record Figures(
    long completedBytes,
    Rates rates,
    Peers peers,
    @Nullable Duration eta,
    @Nullable String waiting) {
  /** Bytes per second. */
  public record Rates(long download, long upload) {}

  /** The number of connected peers, and how many of them have every piece. */
  public record Peers(int connected, int seeders) {}
}
