package io.torrentinno.tracker.swarm;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What peers are told to do, and how much they get.
 *
 * @param interval how long they are to wait before they announce again
 * @param wantedByDefault peers drawn for one that does not say how many it wants
 * @param mostWanted the most peers drawn for anyone
 */
public record AnnouncePolicy(Duration interval, int wantedByDefault, int mostWanted) {
  /** How many peers to draw for a caller that asks for {@code wanted}. */
  int peersFor(OptionalInt wanted) {
    return Math.min(wanted.orElse(wantedByDefault), mostWanted);
  }
}
