package io.torrentinno.tracker.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  private static final int ROUNDS = 20_000;

  private final SplittableRandom random = new SplittableRandom(20261123);

  @ParameterizedTest
  @CsvSource({
    "1, 1", "7, 7", "7, 50", "50, 49", "51, 13", "53, 13", "200, 50", "201, 50", "1003, 3", "40, 0"
  })
  void drawsEachNumberEquallyOftenAndNoneTwice(int bound, int count) {
    int[] times = new int[bound];

    for (int round = 0; round < ROUNDS; round++) {
      int[] drawn = Sample.draw(random, bound, count);
      assertThat(drawn).hasSize(Math.min(bound, count)).doesNotHaveDuplicates();
      for (int number : drawn) {
        times[number]++;
      }
    }

    double expected = (double) ROUNDS * Math.min(bound, count) / bound;
    double deviation = Math.sqrt(expected);
    for (int number = 0; number < bound; number++) {
      assertThat((double) times[number])
          .as("number %d", number)
          .isBetween(expected - 5 * deviation, expected + 5 * deviation);
    }
  }
}
