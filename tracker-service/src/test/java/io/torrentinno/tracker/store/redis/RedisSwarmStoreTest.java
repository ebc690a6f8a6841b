package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.testing.RedisForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

@Tag("redis")
class RedisSwarmStoreTest extends RedisStoreContract {
  private static final Duration TTL = Ageing.TTL;

  private static RedisForTests server;
  private static LettuceConnectionFactory connections;

  private final StringRedisTemplate redis = redis();
  private final RedisSwarmStore store = store();

  @BeforeAll
  static void startRedis() {
    server = RedisForTests.start();
    connections = started(new LettuceConnectionFactory(server.host(), server.port()));
  }

  @AfterAll
  static void stopRedis() {
    connections.destroy();
    server.close();
  }

  @Override
  LettuceConnectionFactory connections() {
    return connections;
  }

  @Test
  void expiresByTheClockOfRedis() {
    RedisSwarmStore shortLived =
        store(Duration.ofMillis(1_001), Caps.NONE); // two seconds, in whole ones
    announce(shortLived, leecher(1), 0);
    assertThat(keys()).isNotEmpty();

    await().until(() -> store.scrape(swarm(1)).join().peers() == 0);
    assertThat(announce(shortLived, leecher(2), 9).peers()).isEmpty();

    await().until(() -> keys().isEmpty());
  }

  @Test
  void dropsWhoHasExpiredAndShrinks() {
    for (int peer = 1; peer <= 2_100; peer++) {
      announce(store, peer % 2 == 0 ? seeder(peer) : leecher(peer), 0);
    }
    assertThat(redis.opsForHash().size(key())).isGreaterThan(100);
    pass(TTL.dividedBy(2));
    announce(store, leecher(3_000), 0);
    pass(TTL.dividedBy(2));

    Selection selection = announce(store, leecher(3_001), 9);
    assertThat(Peers.all(selection.peers())).containsExactly(listed(leecher(3_000)));
    assertThat(selection.counts()).isEqualTo(new SwarmCounts(0, 2, 0));

    for (int round = 0; round < 100; round++) {
      announce(store, leecher(3_001), 0);
    }
    assertThat(redis.opsForHash().size(key())).isLessThan(10); // not 130 buckets
  }

  @Test
  void givesASwarmOneKeyWithItsTimeToLive() {
    announce(store, leecher(1), 0);
    announce(store, seeder(2), 0);

    assertThat(keys()).containsExactly(key());
    assertThat(redis.getExpire(key())).isBetween(TTL.toSeconds() - 5, TTL.toSeconds());
  }

  @Test
  void countsAsManyAsItLists() {
    Random random = new Random(7);
    for (int step = 0; step < 3_000; step++) {
      int peer = random.nextInt(400);
      switch (random.nextInt(8)) {
        case 0 -> store.remove(swarm(1), leecher(peer).id()).join();
        case 1, 2, 3 -> announce(store, seeder(peer), 0);
        default -> announce(store, leecher(peer), 0);
      }
      if (step % 500 == 499) {
        pass(TTL.dividedBy(2));
        List<SwarmPeer> members = new ArrayList<>();
        store.members(swarm(1)).forEach(members::add);
        int seeders = (int) members.stream().filter(SwarmPeer::seeder).count();
        assertThat(store.scrape(swarm(1)).join())
            .isEqualTo(new SwarmCounts(seeders, members.size() - seeders, 0));
      }
    }
  }

  @Test
  void doesWhatComesAtOnceInFewRoundTrips() {
    announce(store, leecher(1), 0);
    List<CompletableFuture<Selection>> answers =
        IntStream.rangeClosed(1, 640)
            .mapToObj(peer -> store.announce(Peers.announce(swarm(peer % 5), leecher(peer)), 50))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().peers()).isNotNull());
    assertThat(store.counts()).isEqualTo(new StoreCounts(5, 640, 0));
    assertThat(meters.get("torrentinno.tracker.redis.batch").summary().max()).isGreaterThan(10);
  }

  @Test
  void leavesNothingBehindWhenTheLastPeerLeaves() {
    announce(store, leecher(1), 0);
    announce(store, seeder(1), 0);

    store.remove(swarm(1), leecher(1).id()).join();

    assertThat(keys()).isEmpty();
  }

  @Test
  void goesOnWhenRedisForgetsItsScripts() {
    announce(store, leecher(1), 0);
    redis.execute(
        connection -> {
          connection.scriptingCommands().scriptFlush();
          return true;
        },
        true);

    assertThat(announce(store, leecher(2), 9).peers()).containsExactly(listed(leecher(1)));
  }

  @Test
  void isOneWithTheOtherTrackersOnThatRedis() {
    RedisSwarmStore other = store(TTL, Caps.NONE);
    announce(store, leecher(1), 0);
    announce(other, seeder(2), 0);

    assertThat(announce(store, leecher(3), 9).peers())
        .containsExactlyInAnyOrder(listed(leecher(1)), listed(seeder(2)));
    assertThat(store.counts()).isEqualTo(other.counts());
  }

  @Test
  void leavesForeignKeysAlone() {
    redis.opsForValue().set("ti2:{something}", "else");
    redis.opsForValue().set("other", "program");

    assertThat(store.counts().swarms()).isZero();
  }

  @Test
  void readsBackTheSwarmThatAKeyNames() {
    InfoHash swarm = swarm(77);

    byte[] key = SwarmKey.of(swarm);

    assertThat(SwarmKey.swarmOf(key)).isEqualTo(swarm);
    assertThat(new String(key, US_ASCII)).matches("ti2:\\{[0-9a-f]{64}}");
  }

  private static Selection announce(SwarmStore to, SwarmPeer caller, int wanted) {
    return to.announce(Peers.announce(swarm(1), caller), wanted).join();
  }

  private static String key() {
    return "ti2:{" + swarm(1) + "}";
  }

  private Set<String> keys() {
    return redis.keys("*");
  }
}
