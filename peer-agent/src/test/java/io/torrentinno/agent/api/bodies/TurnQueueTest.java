package io.torrentinno.agent.api.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TurnQueue turns = new TurnQueue(2);
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    requests.shutdownNow();
  }

  @Test
  void endsTheSlowestBodyWhereAnotherRequestWaits() throws Exception {
    FakeBody slow = new FakeBody().late(10);
    FakeBody slower = new FakeBody().late(20);
    TurnQueue.Turn _ = turns.await(slow, "one", SHORT);
    TurnQueue.Turn ending = turns.await(slower, "one", SHORT);

    Future<TurnQueue.Turn> next = requests.submit(() -> turns.await(new FakeBody(), "one", LONG));
    await().until(slower::hasGivenWay);
    assertThat(next).isNotDone();
    ending.close();

    assertThat(next).succeedsWithin(LONG);
    assertThat(slow.hasGivenWay()).isFalse();
  }

  @Test
  void endsNoMoreBodiesThanRequestsWait() throws Exception {
    FakeBody slow = new FakeBody().late(10);
    FakeBody slower = new FakeBody().late(20);
    TurnQueue.Turn _ = turns.await(slow, "one", SHORT);
    TurnQueue.Turn _ = turns.await(slower, "one", SHORT);

    assertThatThrownBy(() -> turns.await(new FakeBody(), "one", Duration.ofMillis(500)))
        .isInstanceOf(BodyRefused.class);

    assertThat(slower.hasGivenWay()).isTrue();
    assertThat(slow.hasGivenWay()).isFalse();
  }

  @Test
  void endsNoBodyThatIsFastEnough() throws Exception {
    FakeBody fast = new FakeBody().late(-1);
    TurnQueue.Turn _ = turns.await(fast, "one", SHORT);
    TurnQueue.Turn _ = turns.await(fast, "one", SHORT);

    assertThatThrownBy(() -> turns.await(new FakeBody(), "one", SHORT))
        .isInstanceOf(BodyRefused.class);

    assertThat(fast.hasGivenWay()).isFalse();
  }

  @Test
  void endsNoBodyWhileThereAreTurns() throws Exception {
    FakeBody slow = new FakeBody().late(10);
    TurnQueue.Turn _ = turns.await(slow, "one", SHORT);
    TurnQueue.Turn _ = turns.await(new FakeBody(), "one", SHORT);

    assertThat(slow.hasGivenWay()).isFalse();
  }

  @Test
  void givesTurnsInTheOrderInWhichRequestsAsk() throws Exception {
    TurnQueue.Turn first = turns.await(new FakeBody(), "one", SHORT);
    TurnQueue.Turn second = turns.await(new FakeBody(), "one", SHORT);
    List<Integer> served = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      FakeBody body = new FakeBody();
      requests.submit(() -> {
        try (TurnQueue.Turn _ = turns.await(body, "one", LONG)) {
          served.add(number);
        }
        return number;
      });
      await().until(() -> turns.waiting() == number + 1);
    }
    first.close();
    await().until(() -> served.size() == 5);

    assertThat(served).containsExactly(0, 1, 2, 3, 4);
    second.close();
  }

  @Test
  void refusesAtOnceWhereManyWait() throws Exception {
    TurnQueue.Turn _ = turns.await(new FakeBody(), "one", SHORT);
    TurnQueue.Turn _ = turns.await(new FakeBody(), "one", SHORT);
    for (int i = 0; i < 64; i++) {
      Future<?> _ = requests.submit(() -> turns.await(new FakeBody(), "one", LONG));
    }
    await().until(() -> turns.waiting() == 64);

    assertThatThrownBy(() -> turns.await(new FakeBody(), "one", LONG))
        .isInstanceOf(BodyRefused.class);
  }

  @Test
  void endsTheLastBodyOfACallerThatHasAllTurns() throws Exception {
    FakeBody first = new FakeBody().late(-1);
    FakeBody last = new FakeBody().late(-1);
    TurnQueue.Turn _ = turns.await(first, "one", SHORT);
    TurnQueue.Turn ending = turns.await(last, "one", SHORT);

    Future<TurnQueue.Turn> next = requests.submit(() -> turns.await(new FakeBody(), "two", LONG));
    await().until(last::hasGivenWay);
    ending.close();

    assertThat(next).succeedsWithin(LONG);
    assertThat(first.hasGivenWay()).isFalse();
  }

  @Test
  void endsNoFastBodyOfACallerThatHasOneTurnMore() throws Exception {
    FakeBody fast = new FakeBody().late(-1);
    TurnQueue.Turn _ = turns.await(fast, "one", SHORT);
    TurnQueue.Turn _ = turns.await(fast, "two", SHORT);

    assertThatThrownBy(() -> turns.await(new FakeBody(), "two", Duration.ofMillis(500)))
        .isInstanceOf(BodyRefused.class);

    assertThat(fast.hasGivenWay()).isFalse();
  }

  @Test
  void servesACallerWithoutTurnsBeforeOthersThatWait() throws Exception {
    TurnQueue.Turn ending = turns.await(new FakeBody(), "one", SHORT);
    TurnQueue.Turn _ = turns.await(new FakeBody(), "one", SHORT);
    Future<TurnQueue.Turn> same = requests.submit(() -> turns.await(new FakeBody(), "one", LONG));
    await().until(() -> turns.waiting() == 1);
    Future<TurnQueue.Turn> other = requests.submit(() -> turns.await(new FakeBody(), "two", LONG));
    await().until(() -> turns.waiting() == 2);

    ending.close();

    assertThat(other).succeedsWithin(LONG);
    assertThat(same).isNotDone();
  }

  @Test
  void letsAnotherCallerWaitWhereOneHasAllPlaces() throws Exception {
    TurnQueue.Turn _ = turns.await(new FakeBody(), "one", SHORT);
    TurnQueue.Turn _ = turns.await(new FakeBody(), "one", SHORT);
    List<Future<TurnQueue.Turn>> waiting = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      waiting.add(requests.submit(() -> turns.await(new FakeBody(), "one", LONG)));
    }
    await().until(() -> turns.waiting() == 64);

    Future<TurnQueue.Turn> other = requests.submit(() -> turns.await(new FakeBody(), "two", LONG));
    await().until(() -> waiting.stream().filter(Future::isDone).count() == 1);

    assertThat(other).isNotDone();
    assertThat(turns.waiting()).isEqualTo(64);
  }
}
