package io.torrentinno.agent.resource.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MailboxTest {
  @Test
  void keepsTheOrder() {
    Queue<Runnable> threads = new ArrayDeque<>();
    Mailbox mailbox = new Mailbox(threads::add);
    List<Integer> done = new ArrayList<>();
    for (int message = 0; message < 5; message++) {
      int number = message;
      mailbox.post(() -> done.add(number));
    }

    threads.remove().run();

    assertThat(threads).isEmpty();
    assertThat(done).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void doesOneThingAtATime() throws Exception {
    int callers = 20;
    int calls = 500;
    int[] counter = new int[1];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Mailbox mailbox = new Mailbox(threads);
      CountDownLatch done = new CountDownLatch(callers * calls);
      for (int caller = 0; caller < callers; caller++) {
        threads.execute(() -> {
          for (int call = 0; call < calls; call++) {
            mailbox.post(() -> {
              counter[0]++;
              done.countDown();
            });
          }
        });
      }
      done.await();
    }

    assertThat(counter[0]).isEqualTo(callers * calls);
  }

  @Test
  void answersAQuestionThatEndsInAnError() {
    Mailbox mailbox = new Mailbox(Runnable::run);
    InternalError error = new InternalError("for this test");

    CompletableFuture<Object> answer =
        mailbox.ask(() -> {
          throw error;
        });

    assertThat(answer.exceptionNow()).isSameAs(error);
  }

  @Test
  void goesOnAfterAFault() throws Exception {
    Mailbox mailbox = new Mailbox(Runnable::run);

    assertThatThrownBy(() ->
            mailbox.call(
                () -> {
                  throw new IllegalStateException("a fault");
                },
                Duration.ofSeconds(1)))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("a fault");
    assertThat(mailbox.call(() -> 7, Duration.ofSeconds(1))).isEqualTo(7);
  }

  @Test
  void neverDoesWhatNobodyWaitsForAnyMore() {
    Queue<Runnable> threads = new ArrayDeque<>();
    Mailbox mailbox = new Mailbox(threads::add);
    List<String> done = new ArrayList<>();

    assertThatThrownBy(() -> mailbox.call(() -> done.add("late"), Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
    threads.remove().run();

    assertThat(done).isEmpty();
  }
}
