package io.torrentinno.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneShareTest {
  private static final int HERE = 7;
  private static final int THERE = 8;

  private final SplittableRandom random = new SplittableRandom(20261123);

  @ParameterizedTest
  @CsvSource({
    // neighbours, others, wanted, neighbours chosen, others chosen
    "100, 100, 40, 30, 10",
    "100, 100, 1, 0, 1",
    "100, 100, 2, 1, 1",
    "5, 100, 40, 5, 35",
    "100, 3, 40, 37, 3",
    "100, 0, 40, 40, 0",
    "10, 10, 40, 10, 10",
    "0, 0, 40, 0, 0",
    "100, 100, 0, 0, 0",
  })
  void givesThreeQuartersToNeighboursAndTheRestToOthers(
      int neighbours, int others, int wanted, int near, int far) {
    int[] zones = new int[neighbours + others];
    Arrays.fill(zones, 0, neighbours, HERE);
    Arrays.fill(zones, neighbours, zones.length, THERE);

    int[] chosen = ZoneShare.choose(zones, HERE, wanted, random);

    assertThat(chosen).doesNotHaveDuplicates();
    assertThat(Arrays.stream(chosen).filter(i -> zones[i] == HERE).count()).isEqualTo(near);
    assertThat(Arrays.stream(chosen).filter(i -> zones[i] == THERE).count()).isEqualTo(far);
  }

  @Test
  void choosesEachOfAKindEquallyOften() {
    int[] zones = IntStream.range(0, 40).map(i -> i < 20 ? HERE : THERE).toArray();
    int[] times = new int[zones.length];

    for (int round = 0; round < 2_000; round++) {
      for (int index : ZoneShare.choose(zones, HERE, 8, random)) {
        times[index]++;
      }
    }

    // 600 and 200 on average, with standard deviations of 20 and 13.
    assertThat(Arrays.stream(times, 0, 20).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(500, 700));
    assertThat(Arrays.stream(times, 20, 40).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(135, 265));
  }
}
