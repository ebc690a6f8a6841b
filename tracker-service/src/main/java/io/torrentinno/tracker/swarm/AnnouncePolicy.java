package io.torrentinno.tracker.swarm;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The rules for answers.
 *
 * @param interval the time between two announces of a peer
 * @param wantedByDefault peers for a caller that does not say how many it wants
 * @param mostWanted the most peers for any caller
 */
public record AnnouncePolicy(Duration interval, int wantedByDefault, int mostWanted) {
  /** How many peers a caller gets that asks for {@code wanted}. */
  int peersFor(OptionalInt wanted) {
    return Math.min(wanted.orElse(wantedByDefault), mostWanted);
  }
}
