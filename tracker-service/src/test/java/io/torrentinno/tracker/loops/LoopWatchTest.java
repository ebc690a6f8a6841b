package io.torrentinno.tracker.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
  @Test
  void seesALoopThatDoesNotGetOn() {
    CountDownLatch stuck = new CountDownLatch(1);
    try (EventLoops eventLoops = new EventLoops(2)) {
      LoopWatch watch = new LoopWatch(eventLoops);
      eventLoops
          .loops()
          .iterator()
          .next()
          .execute(() -> {
            try {
              stuck.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });

      await().until(() -> watch.behind().compareTo(Duration.ofSeconds(1)) > 0);

      stuck.countDown();
      await().until(() -> watch.behind().compareTo(Duration.ofSeconds(1)) < 0);
      assertThat(watch.behind()).isLessThan(Duration.ofSeconds(1));
    } finally {
      stuck.countDown();
    }
  }
}
