package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.CappedStoreContract;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.testing.RedisClusterForTests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The contract on three masters. */
class RedisClusterSwarmStoreTest extends CappedStoreContract {
  private static RedisClusterForTests cluster;
  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  private final RedisSwarmStore store = store(Caps.NONE);

  @BeforeAll
  static void startRedis() {
    cluster = RedisClusterForTests.start(3, 0);
    connections =
        new LettuceConnectionFactory(
            new RedisClusterConfiguration(List.of(cluster.addresses().split(","))));
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void stopRedis() {
    connections.destroy();
    cluster.close();
  }

  @BeforeEach
  void empty() {
    redis.execute(
        connection -> {
          connection.serverCommands().flushAll();
          return true;
        },
        true);
  }

  @Override
  protected SwarmStore store() {
    return store;
  }

  @Override
  protected RedisSwarmStore store(Caps caps) {
    return new RedisSwarmStore(
        connections, Ageing.TTL, caps, System::nanoTime, new SimpleMeterRegistry());
  }

  @Override
  protected int servers() {
    return 3;
  }

  @Override
  protected Duration ttl() {
    return Ageing.TTL;
  }

  @Override
  protected void pass(Duration time) {
    Ageing.age(redis, time);
  }

  @Test
  void answersForManySwarmsAtOnce() {
    List<CompletableFuture<Selection>> answers =
        IntStream.range(0, 1_000)
            .mapToObj(i -> store.announce(Peers.announce(swarm(i % 500), leecher(i)), 50))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().peers()).isNotNull());
    assertThat(store.counts()).isEqualTo(new StoreCounts(500, 1_000, 0));
  }
}
