package io.torrentinno.agent.api.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
    TurnQueue.Turn _ = turns.await(slow, SHORT);
    TurnQueue.Turn ending = turns.await(slower, SHORT);

    Future<TurnQueue.Turn> next = requests.submit(() -> turns.await(new FakeBody(), LONG));
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
    TurnQueue.Turn _ = turns.await(slow, SHORT);
    TurnQueue.Turn _ = turns.await(slower, SHORT);

    assertThatThrownBy(() -> turns.await(new FakeBody(), Duration.ofMillis(500)))
        .isInstanceOf(BodyRefused.class);

    assertThat(slower.hasGivenWay()).isTrue();
    assertThat(slow.hasGivenWay()).isFalse();
  }

  @Test
  void endsNoBodyThatIsFastEnough() throws Exception {
    FakeBody fast = new FakeBody().late(-1);
    TurnQueue.Turn _ = turns.await(fast, SHORT);
    TurnQueue.Turn _ = turns.await(fast, SHORT);

    assertThatThrownBy(() -> turns.await(new FakeBody(), SHORT)).isInstanceOf(BodyRefused.class);

    assertThat(fast.hasGivenWay()).isFalse();
  }

  @Test
  void endsNoBodyWhileThereAreTurns() throws Exception {
    FakeBody slow = new FakeBody().late(10);
    TurnQueue.Turn _ = turns.await(slow, SHORT);
    TurnQueue.Turn _ = turns.await(new FakeBody(), SHORT);

    assertThat(slow.hasGivenWay()).isFalse();
  }

  @Test
  void givesTurnsInTheOrderInWhichRequestsAsk() throws Exception {
    TurnQueue.Turn first = turns.await(new FakeBody(), SHORT);
    TurnQueue.Turn second = turns.await(new FakeBody(), SHORT);
    List<Integer> served = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      FakeBody body = new FakeBody();
      requests.submit(() -> {
        try (TurnQueue.Turn _ = turns.await(body, LONG)) {
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
    TurnQueue.Turn _ = turns.await(new FakeBody(), SHORT);
    TurnQueue.Turn _ = turns.await(new FakeBody(), SHORT);
    for (int i = 0; i < 64; i++) {
      Future<?> _ = requests.submit(() -> turns.await(new FakeBody(), LONG));
    }
    await().until(() -> turns.waiting() == 64);

    assertThatThrownBy(() -> turns.await(new FakeBody(), LONG)).isInstanceOf(BodyRefused.class);
  }
}
