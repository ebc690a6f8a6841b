package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.ListedPeer;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.testing.RedisForTests;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What is different in a large swarm that many announce to. */
@Tag("redis")
class BusySwarmTest {
  private static final Duration TTL = Duration.ofMinutes(2);
  private static final LettuceClientConfiguration FAIL_FAST =
      LettuceClientConfiguration.builder()
          .clientOptions(
              ClientOptions.builder()
                  .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                  .build())
          .build();
  private static final int LARGE = 400;
  private static final int WANTED = 50;

  private final AtomicLong nanoTime = new AtomicLong(1);
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private RedisForTests server;
  private LettuceConnectionFactory connections;
  private RedisSwarmStore store;

  @BeforeEach
  void start() {
    server = RedisForTests.start();
    connections =
        new LettuceConnectionFactory(
            new RedisStandaloneConfiguration(server.host(), server.port()), FAIL_FAST);
    connections.afterPropertiesSet();
    connections.start();
    store = new RedisSwarmStore(connections, TTL, Caps.NONE, nanoTime::get, meters);
  }

  @AfterEach
  void stop() {
    store.close();
    connections.destroy();
    server.close();
  }

  @Test
  void isAnsweredBeforeRedisIsTold() {
    fill(LARGE);
    makeBusy();

    Selection selection = announce(leecher(LARGE + 1));

    assertThat(selection.peers().size()).isEqualTo(WANTED);
    assertThat(count("ahead")).isPositive();
    assertThat(otherTracker().scrape(swarm(1)).join()).isEqualTo(new SwarmCounts(0, LARGE, 0));
    pass(Duration.ofMillis(200));
    await()
        .until(
            () -> otherTracker().scrape(swarm(1)).join().equals(new SwarmCounts(0, LARGE + 1, 0)));
  }

  @Test
  void drawsAnewForEveryCaller() {
    fill(LARGE);
    makeBusy();

    List<ListedPeer> one = Peers.all(announce(leecher(1)).peers());
    List<ListedPeer> other = Peers.all(announce(leecher(1)).peers());

    assertThat(one).doesNotHaveDuplicates().doesNotContain(listed(leecher(1)));
    assertThat(other).doesNotHaveDuplicates().isNotEqualTo(one);
  }

  @Test
  void drawsEveryPeerEquallyOften() {
    int size = 1_000;
    for (int peer = 1; peer <= size; peer++) {
      store.announce(Peers.announce(swarm(1), peer % 4 == 0 ? seeder(peer) : leecher(peer)), 0);
    }

    Map<ListedPeer, Integer> drawn = new HashMap<>();
    for (int round = 0; round < 8_000; round++) {
      pass(Duration.ofMillis(25));
      List<ListedPeer> peers = Peers.all(announce(leecher(size)).peers());
      assertThat(peers).hasSize(WANTED).doesNotHaveDuplicates();
      peers.forEach(peer -> drawn.merge(peer, 1, Integer::sum));
    }

    // 400 each on average; some twenty answers have their peers out of the same two hundred.
    assertThat(count("ahead")).isGreaterThan(4_000);
    assertThat(drawn).hasSize(size - 1);
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(150, 650));
  }

  @Test
  void isReadAnewWhenWhatWasReadIsOld() {
    fill(LARGE);
    makeBusy();
    double before = count("ahead");

    pass(Duration.ofMillis(501));
    announce(leecher(1));

    assertThat(count("ahead")).isEqualTo(before);
  }

  @Test
  void isNoneWhileItIsSmall() {
    fill(150);

    for (int round = 0; round < 20; round++) {
      announce(leecher(1));
    }

    assertThat(count("ahead")).isZero();
  }

  @Test
  void neverHandsOutWhoHasLeft() {
    fill(LARGE);
    makeBusy();
    for (int peer = 101; peer <= LARGE; peer++) {
      store.remove(swarm(1), leecher(peer).id());
      ListedPeer left = listed(leecher(peer));
      assertThat(Peers.all(announce(leecher(1)).peers())).doesNotContain(left);
    }

    assertThat(store.scrape(swarm(1)).join().peers()).isEqualTo(100);
  }

  @Test
  void forgetsWhoLeavesBeforeRedisWasToldOfIt() {
    fill(LARGE);
    makeBusy();
    announce(leecher(LARGE + 1));

    SwarmCounts counts = store.remove(swarm(1), leecher(LARGE + 1).id()).join();

    assertThat(counts).isEqualTo(new SwarmCounts(0, LARGE, 0));
  }

  @Test
  void isToldToRedisWhenTheStoreCloses() {
    fill(LARGE);
    makeBusy();
    announce(leecher(LARGE + 1));

    store.close();

    assertThat(otherTracker().scrape(swarm(1)).join().peers()).isEqualTo(LARGE + 1);
  }

  @Test
  void refusesSoonAfterRedisHasGone() {
    fill(LARGE);
    makeBusy();
    server.close();

    announce(leecher(LARGE + 1));
    pass(Duration.ofMillis(200));
    await().until(() -> count("unwritten") == 2);

    assertThatThrownBy(() -> announce(leecher(1)))
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void showsHowMuchMemoryItTakes() {
    fill(LARGE);
    makeBusy();

    assertThat(meters.get("torrentinno.tracker.redis.pool").gauge().value())
        .isBetween(5_000.0, 100_000.0)
        .isLessThan(meters.get("torrentinno.tracker.redis.pool.limit").gauge().value());
  }

  private void fill(int peers) {
    for (int peer = 1; peer <= peers; peer++) {
      store.announce(Peers.announce(swarm(1), leecher(peer)), 0).join();
    }
  }

  /** Announces until one is answered at once. */
  private void makeBusy() {
    for (int round = 0; round < 20 && count("ahead") == 0; round++) {
      announce(leecher(1));
    }
    assertThat(count("ahead")).isOne();
  }

  private Selection announce(SwarmPeer caller) {
    return store.announce(Peers.announce(swarm(1), caller), WANTED).join();
  }

  private RedisSwarmStore otherTracker() {
    return new RedisSwarmStore(
        connections, TTL, Caps.NONE, nanoTime::get, new SimpleMeterRegistry());
  }

  private double count(String counter) {
    return meters.get("torrentinno.tracker.redis." + counter).counter().count();
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
