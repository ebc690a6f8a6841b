package io.torrentinno.agent.net.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.torrentinno.agent.net.pacing.RateLimiter.ResourceLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that always want more, on a clock that the test moves. */
class RateLimiterTest {
  private static final long MB = 1_000_000;
  private static final Percentage EXACT = Percentage.withPercentage(3);
  private static final long MAX_UNFAIR = 512 << 10;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> ticks = new ArrayList<>();
  private long now;
  private final RateLimiter limiter = new RateLimiter(() -> now, ticks::add);
  private final ResourceLimit film = limiter.resource();
  private final ResourceLimit song = limiter.resource();

  @Test
  void isUnlimitedAtFirst() {
    assertThat(film.isLimited()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 100_000, MB, 10 * MB, 100 * MB, 1000 * MB})
  void keepsTheLimitOfTheAgent(long limit) {
    limiter.limit(limit);
    List<Greedy> all = greedy(Stream.of(film, film, song));

    pass(10);

    assertThat(film.isLimited()).isTrue();
    assertThat(all.stream().mapToLong(it -> it.received).sum()).isCloseTo(10 * limit, EXACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40})
  void givesEachConnectionAsMuchAsTheOthers(int connections) {
    limiter.limit(10 * MB);
    List<Greedy> all =
        greedy(Stream.concat(Stream.of(song), Stream.generate(() -> film)).limit(connections));

    pass(10);

    assertThat(all)
        .allSatisfy(
            it -> assertThat(it.received).isCloseTo(100 * MB / connections, within(MAX_UNFAIR)));
  }

  @Test
  void keepsTheLimitOfEachResource() {
    film.limit(MB);
    song.limit(2 * MB);
    List<Greedy> all = greedy(Stream.of(film, song));

    pass(10);

    assertThat(all.get(0).received).isCloseTo(10 * MB, EXACT);
    assertThat(all.get(1).received).isCloseTo(20 * MB, EXACT);
  }

  @Test
  void givesToOthersWhatAResourceMayNotUse() {
    limiter.limit(10 * MB);
    film.limit(MB);
    List<Greedy> all = greedy(Stream.of(film, song));

    pass(10);

    assertThat(all.get(0).received).isCloseTo(10 * MB, EXACT);
    assertThat(all.get(1).received).isCloseTo(90 * MB, EXACT);
  }

  @Test
  void doesNotLimitOtherResources() {
    film.limit(MB);

    assertThat(film.isLimited()).isTrue();
    assertThat(song.isLimited()).isFalse();
  }

  @Test
  void followsALimitThatChanges() {
    limiter.limit(MB);
    Greedy one = new Greedy(film);

    pass(10);
    limiter.limit(5 * MB);
    pass(10);

    assertThat(one.received).isCloseTo(60 * MB, EXACT);
  }

  @Test
  void letsThoseWhoWaitGoWhenTheLimitIsLifted() {
    film.limit(10);
    Greedy one = new Greedy(film, 5 * MB);

    film.limit(0);
    runTasks();

    assertThat(one.received).isEqualTo(5 * MB);
    assertThat(film.isLimited()).isFalse();
  }

  @Test
  void burstsForAFifthOfASecondAtMostAfterAPause() {
    limiter.limit(MB);
    pass(60);

    Greedy one = new Greedy(film, 5 * MB);
    runTasks();

    assertThat(one.received).isEqualTo(200_000);
  }

  @Test
  void servesABlockInOneTurnFromAMegabyteASecondUpwards() {
    limiter.limit(MB);
    Greedy first = new Greedy(film, 256 << 10);
    Greedy second = new Greedy(film, 256 << 10);

    pass(0.2);
    assertThat(first.received).isPositive();
    assertThat(second.received).isZero();
    pass(0.4);
    assertThat(first.received).isEqualTo(256 << 10);
    assertThat(second.received).isEqualTo(256 << 10);
  }

  @Test
  void countsWhatIsUnderWayAgainstWhatIsWanted() {
    limiter.limit(MB);
    pass(1);
    Greedy one = new Greedy(film, 100_000);

    one.flow.want(100_000);
    runTasks();

    assertThat(one.received).isEqualTo(100_000);
  }

  @Test
  void tellsAClosedFlowNothing() {
    limiter.limit(MB);
    Greedy closed = new Greedy(film);
    Greedy open = new Greedy(film);
    pass(1);
    long before = closed.received;

    closed.flow.close();
    pass(10);

    assertThat(closed.received).isEqualTo(before);
    assertThat(open.received).isCloseTo(10 * MB + before, EXACT);
  }

  @Test
  void restsWhileNobodyWaits() {
    limiter.limit(MB);
    new Greedy(film, 1000);

    pass(1);

    assertThat(ticks).isEmpty();
  }

  private List<Greedy> greedy(Stream<ResourceLimit> resources) {
    return resources.map(Greedy::new).toList();
  }

  private void pass(double seconds) {
    long end = now + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    while (now < end) {
      now += RateLimiter.TICK_NANOS;
      List<Runnable> due = List.copyOf(ticks);
      ticks.clear();
      due.forEach(Runnable::run);
      runTasks();
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Takes what it is given and wants as much again, until it has enough. */
  private final class Greedy {
    private static final long BLOCK = 256 << 10;

    final RateLimiter.Flow flow;
    private final long enough;
    long received;

    Greedy(ResourceLimit resource) {
      this(resource, Long.MAX_VALUE);
    }

    Greedy(ResourceLimit resource, long enough) {
      this.enough = enough;
      flow = resource.flow(tasks::add, this::take);
      flow.want(Math.min(BLOCK, enough));
    }

    private void take(int bytes) {
      received += bytes;
      if (received < enough) {
        flow.want(Math.min(BLOCK - received % BLOCK, enough - received));
      }
    }
  }
}
