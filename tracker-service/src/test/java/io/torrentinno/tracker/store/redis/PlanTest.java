package io.torrentinno.tracker.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final boolean[] LEECHERS = {true, false, true, false};
  private static final boolean[] ALL = {true, true, true, true};

  private final Random random = new Random(42);

  @Test
  void takesAnUnknownSwarmForASmallOne() {
    Plan plan = Plan.draw(Shape.UNKNOWN, ALL, 90, random);

    assertThat(plan.isWhole(leechersAndSeeders(1, 16, 2, 20), ALL)).isTrue();
    assertThat(plan.fits(leechersAndSeeders(10, 160, 0, 0), ALL)).isFalse();
  }

  @Test
  void readsAllOfASmallSwarmAndSomeThatMayHaveComeSince() {
    Plan plan = Plan.draw(leechersAndSeeders(3, 40, 1, 10), ALL, 90, random);

    assertThat(plan.isWhole(leechersAndSeeders(5, 80, 3, 40), ALL)).isTrue();
    assertThat(plan.isWhole(leechersAndSeeders(6, 90, 1, 10), ALL)).isFalse();
  }

  @Test
  void readsAsManyBucketsOfALargeSwarmAsHoldTheMembers() {
    Plan plan = Plan.draw(leechersAndSeeders(10_000, 120_000, 2_500, 30_000), ALL, 90, random);

    assertThat(plan.size()).isEqualTo(8); // 90 of 12 each
    assertThat(buckets(plan)).hasSize(8);
    assertThat(plan.isWhole(leechersAndSeeders(10_000, 120_000, 2_500, 30_000), ALL)).isFalse();
  }

  @Test
  void readsNoTableThatIsNotAskedFor() {
    Plan plan = Plan.draw(leechersAndSeeders(100, 1_600, 900, 14_400), LEECHERS, 90, random);

    assertThat(IntStream.range(0, plan.size()).map(i -> Plan.tableOf(plan.bucket(i))))
        .containsOnly(0);
  }

  @Test
  void readsEveryBucketEquallyOften() {
    int[] times = new int[100];
    for (int round = 0; round < 20_000; round++) {
      Plan plan = Plan.draw(leechersAndSeeders(100, 1_600, 0, 0), ALL, 90, random);
      buckets(plan).forEach(bucket -> times[bucket]++);
    }

    // 1,200 each, with a standard deviation of 34.
    assertThat(times).satisfies(all -> IntStream.of(all).forEach(PlanTest::assertFair));
  }

  private static void assertFair(int times) {
    assertThat(times).isBetween(1_040, 1_360);
  }

  @Test
  void readsFromAllPartsOfATableEveryTime() {
    for (int round = 0; round < 1_000; round++) {
      Plan plan = Plan.draw(leechersAndSeeders(100, 1_000, 0, 0), ALL, 100, random);

      assertThat(buckets(plan)).hasSize(10).anyMatch(i -> i < 50).anyMatch(i -> i >= 50);
    }
  }

  @Test
  void stillFitsWhenATableHasGrownALittle() {
    Plan plan = Plan.draw(leechersAndSeeders(100, 1_600, 0, 0), ALL, 90, random);

    assertThat(plan.fits(leechersAndSeeders(110, 1_760, 0, 0), ALL)).isTrue();
    assertThat(plan.fits(leechersAndSeeders(130, 2_080, 0, 0), ALL)).isFalse();
  }

  private static Set<Integer> buckets(Plan plan) {
    Set<Integer> buckets = new HashSet<>();
    for (int i = 0; i < plan.size(); i++) {
      buckets.add(ByteBuffer.wrap(plan.name(i)).getInt());
    }
    return buckets;
  }

  /** Buckets and members of leechers and of seeders with IPv4 addresses. */
  private static Shape leechersAndSeeders(
      int buckets, int members, int seederBuckets, int seeders) {
    return Shape.read(
        ByteBuffer.allocate(40)
            .putInt(1)
            .putInt(0)
            .putInt(buckets)
            .putInt(members)
            .putInt(seederBuckets)
            .putInt(seeders)
            .array(),
        0);
  }
}
