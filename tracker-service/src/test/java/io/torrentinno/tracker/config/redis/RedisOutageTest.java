package io.torrentinno.tracker.config.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.TrackerService;
import io.torrentinno.tracker.store.redis.RedisSwarmStore;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.testing.HttpProbe;
import io.torrentinno.tracker.testing.RedisForTests;
import io.torrentinno.tracker.testing.SwallowingPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/** A tracker whose Redis stops and starts again. */
@Tag("redis")
class RedisOutageTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(30); // Lettuce would wait for a minute
  private static final String REFUSE = "--torrentinno.tracker.redis.when-away=refuse";

  @Test
  void answersWhileRedisIsAwayAndSaysWhatIsWrong() {
    try (RedisForTests redis = RedisForTests.start();
        ConfigurableApplicationContext tracker = tracker(redis.port());
        HttpProbe http = probe(tracker)) {
      assertThat(tracker.getBean(SwarmStore.class)).isInstanceOf(RedisSwarmStore.class);
      await().atMost(TIMEOUT).until(() -> isReady(http, "UP"));
      assertThat(announce(http).statusCode()).isEqualTo(200);

      redis.kill();
      await().atMost(TIMEOUT).until(() -> isReady(http, "DEGRADED"));
      assertThat(http.get("/actuator/health/readiness").body()).contains("\"trouble\":\"");
      assertThat(announce(http).statusCode()).isEqualTo(200);
      assertThat(http.get("/peers").body()).contains("5".repeat(64));
      assertThat(metric(http, "torrentinno_tracker_redis_level")).isEqualTo("0.0");

      redis.revive();
      await().atMost(TIMEOUT).until(() -> isReady(http, "UP"));
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> assertThat(metric(http, "torrentinno_tracker_redis_level")).isEqualTo("1.0"));
    }
  }

  @Test
  void refusesAnnouncesWhileRedisIsAwayWhereTheOperatorWantsThis() {
    try (RedisForTests redis = RedisForTests.start();
        ConfigurableApplicationContext tracker = tracker(redis.port(), REFUSE);
        HttpProbe http = probe(tracker)) {
      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 200);

      redis.kill();
      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 503);
      assertUnavailable(announce(http));
      assertUnavailable(http.get("/peers"));
      assertThat(http.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(http.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(http.get("/actuator/prometheus").statusCode()).isEqualTo(200);

      redis.revive();
      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 200);
      await().atMost(TIMEOUT).until(() -> isReady(http, "UP"));
    }
  }

  @Test
  void startsWithoutItsRedisAndFindsItLater() {
    try (RedisForTests redis = RedisForTests.start()) {
      redis.kill();
      try (ConfigurableApplicationContext tracker = tracker(redis.port());
          HttpProbe http = probe(tracker)) {
        assertThat(http.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
        assertThat(announce(http).statusCode()).isEqualTo(200);

        redis.revive();
        await().atMost(TIMEOUT).until(() -> isReady(http, "UP"));
        assertThat(http.get("/peers").body()).contains("5".repeat(64));
      }
    }
  }

  @Test
  void findsAnotherWayWhenThePathLosesAllThatIsSent() {
    try (RedisForTests redis = RedisForTests.start();
        SwallowingPath path = new SwallowingPath(redis.port());
        ConfigurableApplicationContext tracker = tracker(path.port(), REFUSE);
        HttpProbe http = probe(tracker)) {
      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 200);

      path.swallow();

      await().atMost(TIMEOUT).until(() -> announce(http).statusCode() == 503);
      await().atMost(SOON).until(() -> announce(http).statusCode() == 200);
    }
  }

  @Test
  void doesNotWaitLongForARedisThatHangs() throws IOException {
    try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ConfigurableApplicationContext tracker = tracker(hangs.getLocalPort());
        HttpProbe http = probe(tracker)) {
      long began = System.nanoTime();

      assertThat(announce(http).statusCode()).isEqualTo(200);
      assertThat(announce(http).statusCode()).isEqualTo(200);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
      await().atMost(TIMEOUT).until(() -> isReady(http, "DEGRADED"));
    }
  }

  /** An announce that the store gets after it was closed is answered and never written to Redis. */
  @Test
  void closesBothPortsBeforeTheStore() {
    try (RedisForTests redis = RedisForTests.start();
        ConfigurableApplicationContext tracker = tracker(redis.port())) {
      int store = tracker.getBean("lastAnnounces", SmartLifecycle.class).getPhase();
      SmartLifecycle udp = tracker.getBean("udpOpener", SmartLifecycle.class);
      SmartLifecycle http = tracker.getBean("webServerStartStop", SmartLifecycle.class);

      assertThat(udp.isRunning() && http.isRunning()).isTrue();
      assertThat(udp.getPhase()).isGreaterThan(store);
      assertThat(http.getPhase()).isGreaterThan(store);
    }
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("urn:torrentinno:problem:store-unavailable");
  }

  private static boolean isReady(HttpProbe http, String status) {
    HttpResponse<String> readiness = http.get("/actuator/health/readiness");
    return readiness.statusCode() == 200
        && readiness.body().contains("\"status\":\"" + status + "\"");
  }

  private static String metric(HttpProbe http, String name) {
    return http.get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static HttpResponse<String> announce(HttpProbe http) {
    return http.postJson(
        "/peers",
        """
        {"peerId": "%1$s", "infoHash": "%1$s", "publicIp": "10.0.0.1", "publicPort": 1}
        """
            .formatted("5".repeat(64)));
  }

  private static ConfigurableApplicationContext tracker(int redisPort, String... more) {
    Stream<String> options =
        Stream.of(
            "--server.port=0",
            "--spring.data.redis.host=127.0.0.1",
            "--spring.data.redis.port=" + redisPort,
            "--spring.data.redis.timeout=1s");
    return SpringApplication.run(
        TrackerService.class, Stream.concat(options, Stream.of(more)).toArray(String[]::new));
  }

  private static HttpProbe probe(ConfigurableApplicationContext tracker) {
    return new HttpProbe(
        tracker.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }
}
