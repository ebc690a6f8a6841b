package io.torrentinno.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final Duration LONG = Duration.ofMillis(600);

  @Test
  void showsADelayThatGrowsWhileAThreadIsStuckAndEndsWhenItGoesOn() {
    CountDownLatch stuck = new CountDownLatch(1);
    try (Watchdog watchdog = new Watchdog();
        ExecutorService free = Executors.newSingleThreadExecutor();
        ExecutorService busy = Executors.newSingleThreadExecutor()) {
      busy.execute(() -> awaitUninterrupted(stuck));
      watchdog.watch("loops", List.of(free, busy));

      await().until(() -> watchdog.delay("loops").compareTo(LONG) > 0);
      stuck.countDown();
      await().until(() -> watchdog.delay("loops").compareTo(LONG) < 0);
    }
  }

  @Test
  void showsNoDelayOfExecutorsThatAreShutDown() {
    try (Watchdog watchdog = new Watchdog()) {
      ExecutorService ended = Executors.newSingleThreadExecutor();
      ended.shutdown();
      watchdog.watch("loops", List.of(ended));

      assertThat(watchdog.delay("loops")).isZero();
      assertThat(watchdog.delay("others")).isZero();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
