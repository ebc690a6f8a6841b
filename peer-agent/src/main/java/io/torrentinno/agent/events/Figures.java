package io.torrentinno.agent.events;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What moves in a resource while its state stays.
 *
 * @param completedBytes bytes in verified pieces
 * @param eta time left at the present rate; null when nothing arrives or nothing is missing
 * @param waiting why nothing arrives although pieces are missing; null when something does
 */
public record Figures(
    long completedBytes,
    Rates rates,
    Peers peers,
    @Nullable Duration eta,
    @Nullable String waiting) {
  /** Bytes per second. */
  public record Rates(long download, long upload) {}

  /** Connected peers, and those of them that have every piece. */
  public record Peers(int connected, int seeders) {}
}
