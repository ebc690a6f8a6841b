package io.torrentinno.agent.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private static final long START = Duration.ofDays(1).toNanos();

  private final RateMeter meter = new RateMeter(START);

  @Test
  void isZeroBeforeAnythingIsCounted() {
    assertThat(meter.rate(after(100))).isZero();
    assertThat(meter.total()).isZero();
  }

  @Test
  void measuresWhatComesAfterALongIdleTime() {
    assertThat(meter.rate(after(60))).isZero();

    meter.add(15_000, after(100));

    assertThat(meter.rate(after(100))).isEqualTo(4_000); // over 15 slots of 250 ms
    assertThat(meter.total()).isEqualTo(15_000);
  }

  @Test
  void forgetsBytesThatAreOlderThanItsSlots() {
    meter.add(15_000, after(1));

    assertThat(meter.rate(after(6))).isZero();
    assertThat(meter.total()).isEqualTo(15_000);
  }

  private static long after(int seconds) {
    return START + Duration.ofSeconds(seconds).toNanos();
  }
}
