package io.torrentinno.agent.simulation;

import java.time.Duration;
import java.util.List;

/**
 * The result of a simulated swarm.
 *
 * @param completions when each fetcher that finished was complete, ascending
 * @param died fetchers that died before they were complete
 * @param unfinished fetchers that lived and were not complete at the limit
 * @param traffic the bytes that were sent
 */
public record SwarmResult(
    SwarmPlan plan, List<Duration> completions, int died, int unfinished, Traffic traffic) {
  /**
   * The bytes that were sent.
   *
   * @param seederCopies block bytes that the seeders sent, in multiples of the file's length
   * @param copiesUntilSpread the same, at the moment when the fetchers together had every piece;
   *     NaN if that moment never came
   * @param wasted the part of all sent block bytes that no host wanted
   */
  public record Traffic(double seederCopies, double copiesUntilSpread, double wasted) {}

  /** When the last fetcher was complete. */
  public Duration last() {
    return quantile(1);
  }

  /** When half of the fetchers were complete. */
  public Duration median() {
    return quantile(0.5);
  }

  /**
   * When a part of the fetchers that finished was complete.
   *
   * @param part 0 to 1
   */
  public Duration quantile(double part) {
    if (completions.isEmpty()) {
      return Duration.ZERO;
    }
    int index = (int) Math.ceil(part * completions.size()) - 1;
    return completions.get(Math.max(0, index));
  }

  /** {@code time} in multiples of the plan's bound. */
  public double inBounds(Duration time) {
    return time.toNanos() / (double) plan.bound().toNanos();
  }
}
