package io.torrentinno.agent.simulation;

import java.time.Duration;
import java.util.List;

/**
 * How a simulated swarm did.
 *
 * @param completions when each fetcher that finished was done, ascending
 * @param died fetchers that died before they were done
 * @param unfinished fetchers that lived and were not done at the limit
 * @param traffic what was sent for it
 */
public record SwarmResult(
    SwarmPlan plan, List<Duration> completions, int died, int unfinished, Traffic traffic) {
  /**
   * What was sent.
   *
   * @param seederCopies block bytes that the seeders sent, in lengths of the file
   * @param copiesUntilSpread the same, at the moment when the fetchers together had every piece;
   *     NaN if that never came
   * @param wasted the part of all block bytes sent that nobody wanted
   */
  public record Traffic(double seederCopies, double copiesUntilSpread, double wasted) {}

  /** When the last fetcher was done. */
  public Duration last() {
    return quantile(1);
  }

  /** When half of the fetchers were done. */
  public Duration median() {
    return quantile(0.5);
  }

  /**
   * When a part of those that finished were done.
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
