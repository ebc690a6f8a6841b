package io.torrentinno.tracker.config.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.tracker.TrackerService;
import io.torrentinno.tracker.testing.Certificates;
import io.torrentinno.tracker.testing.FreePort;
import io.torrentinno.tracker.testing.HttpProbe;
import io.torrentinno.tracker.testing.RedisForTests;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A tracker that uses TLS to its Redis, with the settings in the documents. */
@Tag("redis")
class RedisTlsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path keys;
  @TempDir private Path otherKeys;

  @Test
  void sharesItsPeersThroughARedisThatItTrusts() throws Exception {
    Certificates.write(keys, "redis");
    int port = FreePort.next();
    try (RedisForTests redis = redis(port);
        ConfigurableApplicationContext one = tracker(port, keys);
        ConfigurableApplicationContext other = tracker(port, keys);
        HttpProbe toOne = probe(one);
        HttpProbe toOther = probe(other)) {
      assertThat(redis.port()).isNotEqualTo(port);
      await().atMost(TIMEOUT).until(() -> readiness(toOne).contains("\"UP\""));

      String peer = "5".repeat(64);
      toOne.postJson(
          "/peers",
          """
          {"peerId":"%1$s","infoHash":"%1$s","publicIp":"10.0.0.1","publicPort":1}
          """
              .formatted(peer));

      await().atMost(TIMEOUT).until(() -> toOther.get("/peers").body().contains(peer));
    }
  }

  @Test
  void saysThatItDoesNotTrustARedis() throws Exception {
    Certificates.write(keys, "redis");
    Certificates.write(otherKeys, "other");
    int port = FreePort.next();
    try (RedisForTests redis = redis(port);
        ConfigurableApplicationContext tracker = tracker(port, otherKeys);
        HttpProbe http = probe(tracker)) {
      assertThat(redis.port()).isNotEqualTo(port);
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(readiness(http)).contains("trouble").contains("certif"));
    }
  }

  private RedisForTests redis(int tlsPort) {
    return RedisForTests.startWith(
        "tls-port " + tlsPort,
        "tls-auth-clients no",
        "tls-cert-file " + Certificates.certificate(keys),
        "tls-key-file " + Certificates.key(keys));
  }

  private static ConfigurableApplicationContext tracker(int redisPort, Path authority) {
    return SpringApplication.run(
        TrackerService.class,
        "--server.port=0",
        "--spring.data.redis.host=127.0.0.1",
        "--spring.data.redis.port=" + redisPort,
        "--spring.data.redis.ssl.enabled=true",
        "--spring.data.redis.ssl.bundle=redis",
        "--spring.ssl.bundle.pem.redis.truststore.certificate=file:"
            + Certificates.certificate(authority));
  }

  private static HttpProbe probe(ConfigurableApplicationContext tracker) {
    return new HttpProbe(
        tracker.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  private static String readiness(HttpProbe http) {
    return http.get("/actuator/health/readiness").body();
  }
}
