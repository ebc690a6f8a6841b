package io.torrentinno.tracker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.TrackerService;
import io.torrentinno.tracker.store.redis.RedisSwarmStore;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.testing.FreePort;
import io.torrentinno.tracker.testing.HttpProbe;
import io.torrentinno.tracker.testing.RedisForTests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A tracker whose Redis goes and comes. */
@Tag("redis")
class RedisOutageTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(30); // Lettuce would wait for a minute

  @Test
  void refusesAnnouncesWhileRedisIsAwayAndRecoversByItself() {
    try (RedisForTests redis = RedisForTests.start();
        ConfigurableApplicationContext tracker = tracker(redis.port(), "2s");
        HttpProbe http = probe(tracker)) {
      assertThat(tracker.getBean(SwarmStore.class)).isInstanceOf(RedisSwarmStore.class);
      assertThat(announce(http).statusCode()).isEqualTo(200);
      assertThat(readiness(http)).isEqualTo(200);

      redis.kill();
      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 503);
      assertUnavailable(announce(http));
      assertUnavailable(http.get("/peers"));
      assertThat(readiness(http)).isEqualTo(503);
      assertThat(http.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(http.get("/actuator/prometheus").statusCode()).isEqualTo(200);

      redis.revive();
      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 200);
      await().atMost(TIMEOUT).until(() -> readiness(http) == 200);
    }
  }

  @Test
  void startsWithoutItsRedis() {
    int nobody = FreePort.next();

    try (ConfigurableApplicationContext tracker = tracker(nobody, "2s");
        HttpProbe http = probe(tracker)) {
      assertUnavailable(announce(http));
    }
  }

  @Test
  void doesNotWaitLongForARedisThatHangs() throws IOException {
    try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ConfigurableApplicationContext tracker = tracker(hangs.getLocalPort(), "300ms");
        HttpProbe http = probe(tracker)) {
      long began = System.nanoTime();

      assertUnavailable(announce(http));
      assertUnavailable(announce(http));

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("urn:torrentinno:problem:store-unavailable");
  }

  private static int readiness(HttpProbe http) {
    return http.get("/actuator/health/readiness").statusCode();
  }

  private static HttpResponse<String> announce(HttpProbe http) {
    return http.postJson(
        "/peers",
        """
        {"peerId": "%1$s", "infoHash": "%1$s", "publicIp": "10.0.0.1", "publicPort": 1}
        """
            .formatted("5".repeat(64)));
  }

  private static ConfigurableApplicationContext tracker(int redisPort, String timeout) {
    return SpringApplication.run(
        TrackerService.class,
        "--server.port=0",
        "--spring.data.redis.host=127.0.0.1",
        "--spring.data.redis.port=" + redisPort,
        "--spring.data.redis.timeout=" + timeout);
  }

  private static HttpProbe probe(ConfigurableApplicationContext tracker) {
    return new HttpProbe(
        tracker.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }
}
