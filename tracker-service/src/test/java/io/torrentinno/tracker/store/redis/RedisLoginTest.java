package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.testing.FreePort;
import io.torrentinno.tracker.testing.RedisClusterForTests;
import io.torrentinno.tracker.testing.RedisForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import redis.embedded.RedisSentinel;

/** The login for Redis in the documents is enough, and does not allow everything. */
@Tag("redis")
class RedisLoginTest {
  private static final Pattern LOGIN =
      Pattern.compile("```\nuser (tracker on )>… ([^`]+)\n```\\s+A cluster also needs `([^`]+)`");
  private static final String PASSWORD = "secret";

  @Test
  void sufficesForOneRedis() throws IOException {
    try (RedisForTests redis = RedisForTests.start()) {
      makeLogin(redis.host() + ":" + redis.port(), documented("$1>" + PASSWORD + " $2"));
      RedisStandaloneConfiguration one =
          new RedisStandaloneConfiguration(redis.host(), redis.port());
      one.setUsername("tracker");
      one.setPassword(PASSWORD);

      assertThatAllWorks(new LettuceConnectionFactory(one));
    }
  }

  @Test
  void sufficesWithSentinel() throws IOException {
    int port = FreePort.next();
    try (RedisForTests redis = RedisForTests.start()) {
      makeLogin(redis.host() + ":" + redis.port(), documented("$1>" + PASSWORD + " $2"));
      RedisSentinel sentinel =
          RedisSentinel.builder()
              .bind(redis.host())
              .port(port)
              .masterName("mymaster")
              .masterPort(redis.port())
              .quorumSize(1)
              .build();
      sentinel.start();
      try {
        RedisSentinelConfiguration sentinels =
            new RedisSentinelConfiguration().master("mymaster").sentinel(redis.host(), port);
        sentinels.setUsername("tracker");
        sentinels.setPassword(PASSWORD);

        assertThatAllWorks(new LettuceConnectionFactory(sentinels));
      } finally {
        sentinel.stop();
      }
    }
  }

  /** The log is deleted then. */
  @Test
  void sufficesWhenRedissClockWasSetBack() throws IOException {
    try (RedisForTests redis = RedisForTests.start()) {
      String server = redis.host() + ":" + redis.port();
      long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
      execute(server, "XADD ti3:{7} " + tomorrow + "-0 e x");
      makeLogin(server, documented("$1>" + PASSWORD + " $2"));
      RedisStandaloneConfiguration one =
          new RedisStandaloneConfiguration(redis.host(), redis.port());
      one.setUsername("tracker");
      one.setPassword(PASSWORD);

      assertThatAllWorks(new LettuceConnectionFactory(one));
    }
  }

  @Test
  void sufficesForACluster() throws IOException {
    try (RedisClusterForTests redis = RedisClusterForTests.start(3, 0)) {
      List<String> nodes = List.of(redis.addresses().split(","));
      String rules = documented("$1>" + PASSWORD + " $2 $3");
      nodes.forEach(node -> makeLogin(node, rules));
      RedisClusterConfiguration cluster = new RedisClusterConfiguration(nodes);
      cluster.setUsername("tracker");
      cluster.setPassword(PASSWORD);

      assertThatAllWorks(new LettuceConnectionFactory(cluster));
    }
  }

  private static void assertThatAllWorks(LettuceConnectionFactory login) {
    login.afterPropertiesSet();
    login.start();
    try (RedisSwarmStore store =
        new RedisSwarmStore(
            login,
            new RedisSwarmStore.Options(
                Duration.ofSeconds(30), Duration.ofSeconds(7), Caps.NONE, false),
            System::nanoTime,
            new SimpleMeterRegistry())) {
      await().until(() -> store.status().state() == RedisSwarmStore.State.LEVEL);
      for (int peer = 0; peer < 100; peer++) {
        store.announce(Peers.announce(swarm(peer % 9), leecher(peer)), 50).join();
      }
      store.announce(Peers.announce(swarm(1), seeder(1)), 50).join();
      store.remove(swarm(2), leecher(2).id(), proof(leecher(2))).join();

      assertThat(store.members(swarm(1))).hasSize(11).contains(seeder(1));
      assertThat(store.counts()).isEqualTo(new StoreCounts(9, 99, 1));
      assertThat(store.status().state()).isEqualTo(RedisSwarmStore.State.LEVEL);
      assertThatThrownBy(() -> flush(login)).hasStackTraceContaining("NOPERM");
    } finally {
      login.destroy();
    }
  }

  private static void flush(LettuceConnectionFactory login) {
    try (RedisConnection connection = login.getConnection()) {
      connection.serverCommands().flushAll();
    }
  }

  private static String documented(String form) throws IOException {
    Matcher login = LOGIN.matcher(Files.readString(Path.of("..", "docs", "trackers-and-redis.md")));
    assertThat(login.find()).isTrue();
    return LOGIN.matcher(login.group()).replaceAll(form);
  }

  /** Makes the login on one server. */
  private static void makeLogin(String server, String rules) {
    execute(server, "ACL SETUSER " + rules);
  }

  private static void execute(String server, String command) {
    String[] address = server.split(":", 2);
    LettuceConnectionFactory connections =
        new LettuceConnectionFactory(address[0], Integer.parseInt(address[1]));
    connections.afterPropertiesSet();
    connections.start();
    try (RedisConnection connection = connections.getConnection()) {
      String[] words = command.split("\\s+");
      byte[][] arguments =
          Arrays.stream(words).skip(1).map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
      connection.execute(words[0], arguments);
    } finally {
      connections.destroy();
    }
  }
}
