package io.torrentinno.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.simulation.SwarmPlan.Hosts;
import io.torrentinno.agent.simulation.SwarmPlan.SharedFile;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How near to the theoretical bound whole swarms come; see docs/performance.md. */
class SwarmGoalsTest {
  private static final AccessLink LINK = AccessLink.symmetric(12_500_000, Duration.ofMillis(5));

  @Test
  @Tag("long") // A minute of processor time.
  void aThousandFetchersFinishAlmostAsFastAsOneTransfer() {
    SwarmResult result = run(1000, 1000);

    assertThat(result.unfinished()).isZero();
    assertThat(result.inBounds(result.median())).isLessThan(1.15);
    assertThat(result.inBounds(result.last())).isLessThan(1.3);
    assertThat(result.traffic().copiesUntilSpread()).isLessThan(1.15);
  }

  @Test
  void hundredsOfFetchersFinishAlmostAsFastAsOneTransfer() {
    SwarmResult result = run(250, 400);

    assertThat(result.unfinished()).isZero();
    assertThat(result.inBounds(result.median())).isLessThan(1.25);
    assertThat(result.inBounds(result.last())).isLessThan(1.4);
    assertThat(result.traffic().copiesUntilSpread()).isLessThan(1.15);
  }

  private static SwarmResult run(int fetchers, int pieces) {
    return SwarmSimulation.run(
        new SwarmPlan(
            1,
            new Hosts(1, fetchers, 0),
            new SharedFile(pieces, 256 * 1024),
            LINK,
            Duration.ofMinutes(10)));
  }

  @Test
  void allSurvivorsFinishWhenATenthOfThePeersDiesEachMinute() {
    AccessLink slow = AccessLink.symmetric(500_000, Duration.ofMillis(5));

    SwarmResult result =
        SwarmSimulation.run(
            new SwarmPlan(
                1,
                new Hosts(1, 200, 0.1),
                new SharedFile(400, 256 * 1024),
                slow,
                Duration.ofHours(2)));

    assertThat(result.died()).isGreaterThan(40);
    assertThat(result.unfinished()).isZero();
    assertThat(result.completions()).hasSize(200 - result.died());
  }
}
