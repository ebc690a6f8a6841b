package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.testing.RedisClusterForTests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The contract on three masters. */
@Tag("redis")
class RedisClusterSwarmStoreTest extends RedisStoreContract {
  private static RedisClusterForTests cluster;
  private static LettuceConnectionFactory connections;

  @BeforeAll
  static void startRedis() {
    cluster = RedisClusterForTests.start(3, 0);
    connections =
        started(
            new LettuceConnectionFactory(
                new RedisClusterConfiguration(List.of(cluster.addresses().split(",")))));
  }

  @AfterAll
  static void stopRedis() {
    connections.destroy();
    cluster.close();
  }

  @Override
  LettuceConnectionFactory connections() {
    return connections;
  }

  @Test
  void answersForManySwarmsAtOnce() {
    List<CompletableFuture<Selection>> answers =
        IntStream.range(0, 1_000)
            .mapToObj(i -> store().announce(Peers.announce(swarm(i % 500), leecher(i)), 50))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().peers()).isNotNull());
    assertThat(store().counts()).isEqualTo(new StoreCounts(500, 1_000, 0));
  }

  @Test
  void waitsForAllServersAtTheSameTimeWhenItCloses() {
    cluster.pause(Duration.ofSeconds(6));
    for (int number = 0; number < 100; number++) { // Some for each stream.
      assertThat(store().announce(Peers.announce(swarm(number), leecher(1)), 0)).isNotDone();
    }
    long began = System.nanoTime();

    store().close();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
  }

  @Test
  void spreadsItsStreamsOverAllServers() {
    for (int number = 0; number < 100; number++) {
      store().announce(Peers.announce(swarm(number), leecher(1)), 0).join();
    }

    assertThat(redis().keys("*"))
        .containsExactlyInAnyOrder("ti3:{7}", "ti3:{6}", "ti3:{9}", "ti3:{8}");
    assertThat(cluster.serversWithKeys()).isEqualTo(3);
  }
}
