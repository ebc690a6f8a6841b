package io.torrentinno.agent.resource.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentPiecesTest {
  private long now = Long.MAX_VALUE - 1_000_000_000; // The clock of a system may overflow.
  private final RecentPieces recent = new RecentPieces(() -> now);

  @Test
  void hasWhatWasAdded() {
    recent.add(7);

    assertThat(recent.has(7)).isTrue();
    assertThat(recent.has(6)).isFalse();
  }

  @Test
  void hasItForFiveSecondsAtLeast() {
    pass(Duration.ofMillis(4900));
    recent.add(7);

    pass(Duration.ofMillis(4900));

    assertThat(recent.has(7)).isTrue();
  }

  @Test
  void doesNotHaveItAfterTenSeconds() {
    recent.add(7);
    pass(Duration.ofSeconds(6));
    recent.add(8);

    pass(Duration.ofSeconds(5));

    assertThat(recent.has(7)).isFalse();
    assertThat(recent.has(8)).isTrue();
  }

  @Test
  void dropsAllWhenNobodyHasAskedForLong() {
    recent.add(7);

    pass(Duration.ofSeconds(11));

    assertThat(recent.has(7)).isFalse();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
