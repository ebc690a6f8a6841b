package io.torrentinno.agent.content.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritePoolTest {
  private static final int LIMIT = 100;

  private final WritePool pool = new WritePool(2, LIMIT);
  private final List<Object> log = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void runsTheJobsOfOneWorkerInTheOrderInWhichTheyCame() {
    IntStream.range(0, 1000).forEach(i -> pool.submit(1, job(0, () -> log.add(i))));

    pool.close();

    assertThat(log).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void runsEveryJobOfManyProducersOnce() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    List<Thread> producers =
        IntStream.range(0, 4)
            .mapToObj(producer ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (int i = 0; i < 10_000; i++) {
                        pool.submit(producer % 2, job(1, ran::incrementAndGet));
                      }
                    }))
            .toList();
    for (Thread producer : producers) {
      producer.join();
    }

    pool.close();

    assertThat(ran).hasValue(40_000);
    assertThat(pool.queuedBytes()).isZero();
  }

  @Test
  void isCongestedWhileMoreThanItsLimitWaits() {
    CountDownLatch gate = new CountDownLatch(1);
    pool.submit(0, job(LIMIT, () -> pass(gate)));
    boolean atTheLimit = pool.congested();
    pool.submit(0, job(1, () -> {}));
    boolean aboveIt = pool.congested();

    gate.countDown();
    await().until(() -> pool.queuedBytes() == 0);

    assertThat(atTheLimit).isFalse();
    assertThat(aboveIt).isTrue();
    assertThat(pool.congested()).isFalse();
  }

  @Test
  void tellsWhoWaitsOnceTheQueueIsHalfEmpty() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    pool.submit(0, job(LIMIT, () -> pass(first)));
    pool.submit(0, job(LIMIT / 2, () -> pass(second)));
    pool.whenDrained(() -> log.add("drained on " + Thread.currentThread().getName()));

    assertThat(log).isEmpty();
    first.countDown();

    await().untilAsserted(() -> assertThat(log).containsExactly("drained on storage-0"));
    second.countDown();
  }

  @Test
  void letsWhoIsToldFillTheQueueAgainBeforeItTellsTheNext() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    pool.submit(0, job(LIMIT, () -> pass(first)));
    pool.whenDrained(() -> {
      pool.submit(0, job(LIMIT, () -> pass(second)));
      log.add("filled again");
    });
    pool.whenDrained(() -> log.add("next"));

    first.countDown();
    await().until(() -> !log.isEmpty() && pool.queuedBytes() == LIMIT);
    List<Object> whileFull = List.copyOf(log);
    second.countDown();

    assertThat(whileFull).containsExactly("filled again");
    await().untilAsserted(() -> assertThat(log).containsExactly("filled again", "next"));
  }

  @Test
  void tellsWhoWaitsAtOnceWhenNothingIsQueued() {
    pool.whenDrained(() -> log.add("drained"));

    await().untilAsserted(() -> assertThat(log).containsExactly("drained"));
  }

  @Test
  void outlivesJobsAndListenersThatThrow() {
    pool.submit(0, job(LIMIT, () -> fail("a job's fault, made by this test")));
    pool.whenDrained(() -> fail("a listener's fault, made by this test"));
    pool.submit(0, job(0, () -> log.add("next")));

    await().untilAsserted(() -> assertThat(log).containsExactly("next"));
    assertThat(pool.queuedBytes()).isZero();
  }

  @Test
  void dropsWhatComesAfterItsEnd() {
    pool.close();

    pool.submit(0, job(LIMIT, () -> log.add("ran")));
    pool.whenDrained(() -> log.add("drained"));

    assertThat(log).containsExactly("dropped", "drained");
    assertThat(pool.queuedBytes()).isZero();
  }

  private static void fail(String reason) {
    throw new IllegalStateException(reason);
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private WriteJob job(int bytes, Runnable body) {
    return new WriteJob(bytes) {
      @Override
      void run(byte[] scratch) {
        body.run();
      }

      @Override
      void drop() {
        log.add("dropped");
      }
    };
  }
}
