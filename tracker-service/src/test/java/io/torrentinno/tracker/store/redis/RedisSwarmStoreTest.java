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
import io.torrentinno.tracker.store.SwarmStoreContract;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.testing.RedisForTests;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

class RedisSwarmStoreTest extends SwarmStoreContract {
  private static final Duration TTL = Duration.ofSeconds(30);

  /** Makes everything older, as if time had passed: expiries of members and of keys. */
  private static final RedisScript<Long> AGE =
      RedisScript.of(
          """
          local by = tonumber(ARGV[1])
          for _, key in ipairs(redis.call('KEYS', '*')) do
            if redis.call('TYPE', key).ok == 'zset' then
              local members = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
              for i = 1, #members, 2 do
                redis.call('ZADD', key, members[i + 1] - by, members[i])
              end
            end
            redis.call('PEXPIRE', key, redis.call('PTTL', key) - by)
          end
          return 0
          """,
          Long.class);

  private static RedisForTests server;
  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  private final RedisSwarmStore store = store(TTL);

  @BeforeAll
  static void startRedis() {
    server = RedisForTests.start();
    connections = new LettuceConnectionFactory(server.host(), server.port());
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void stopRedis() {
    connections.destroy();
    server.close();
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
  protected Duration ttl() {
    return TTL;
  }

  @Override
  protected void pass(Duration time) {
    redis.execute(AGE, List.of(), Long.toString(time.toMillis()));
  }

  @Test
  void expiresByTheClockOfRedis() {
    RedisSwarmStore shortLived = store(Duration.ofMillis(300));
    announce(shortLived, leecher(1), 0);
    assertThat(keys()).isNotEmpty();

    await().until(() -> keys().isEmpty());

    assertThat(announce(shortLived, leecher(2), 9).peers()).isEmpty();
  }

  @Test
  void sweepsMoreMembersThanFitIntoOneCommand() {
    for (int peer = 1; peer <= 2_100; peer++) {
      announce(store, peer % 2 == 0 ? seeder(peer) : leecher(peer), 0);
    }
    pass(TTL.minusSeconds(5));
    announce(store, leecher(3_000), 0);
    pass(Duration.ofSeconds(5));

    Selection selection = announce(store, leecher(3_001), 9);

    assertThat(selection.peers()).containsExactly(listed(leecher(3_000)));
    assertThat(selection.counts()).isEqualTo(new SwarmCounts(0, 2, 0));
  }

  @Test
  void givesEveryKeyOfASwarmItsTimeToLiveAndOneSlot() {
    announce(store, leecher(1), 0);
    announce(store, seeder(2), 0);

    String tag = "ti:{" + swarm(1) + "}";
    assertThat(keys()).containsExactlyInAnyOrder(tag, tag + ":s", tag + ":l");
    assertThat(keys())
        .allSatisfy(key ->
            assertThat(redis.getExpire(key)).isBetween(TTL.toSeconds() - 5, TTL.toSeconds()));
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
    RedisSwarmStore other = store(TTL);
    announce(store, leecher(1), 0);
    announce(other, seeder(2), 0);

    assertThat(announce(store, leecher(3), 9).peers())
        .containsExactlyInAnyOrder(listed(leecher(1)), listed(seeder(2)));
    assertThat(store.counts()).isEqualTo(other.counts());
  }

  @Test
  void leavesForeignKeysAlone() {
    redis.opsForValue().set("ti:{something}", "else");
    redis.opsForValue().set("other", "program");

    assertThat(store.counts().swarms()).isZero();
  }

  @Test
  void readsBackTheSwarmThatAKeyNames() {
    InfoHash swarm = swarm(77);

    byte[] key = SwarmKeys.of(swarm).getFirst();

    assertThat(SwarmKeys.swarmOf(key)).isEqualTo(swarm);
    assertThat(new String(key, US_ASCII)).matches("ti:\\{[0-9a-f]{64}}");
  }

  private static Selection announce(SwarmStore to, SwarmPeer caller, int wanted) {
    return to.announce(Peers.announce(swarm(1), caller), wanted).join();
  }

  private static RedisSwarmStore store(Duration ttl) {
    return new RedisSwarmStore(connections, ttl, System::nanoTime);
  }

  private static Set<String> keys() {
    return redis.keys("*");
  }
}
