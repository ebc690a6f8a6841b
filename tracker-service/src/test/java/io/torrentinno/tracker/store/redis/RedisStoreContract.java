package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.CappedStoreContract;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.ListedPeer;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The contract on real servers. The clock of the store moves on, and tests move it, too. */
abstract class RedisStoreContract extends CappedStoreContract {
  static final Duration TTL = Duration.ofMinutes(2);
  static final Duration FRESH = TTL.dividedBy(3);

  final MeterRegistry meters = new SimpleMeterRegistry();
  final AtomicLong passed = new AtomicLong();
  final LongSupplier nanoTime = () -> System.nanoTime() + passed.get();
  private final List<RedisSwarmStore> stores = new ArrayList<>();
  private RedisSwarmStore store;

  /** The connections to the servers, started. */
  abstract LettuceConnectionFactory connections();

  /** The factory, started, without any data from earlier tests in Redis. */
  static LettuceConnectionFactory started(LettuceConnectionFactory connections) {
    connections.afterPropertiesSet();
    connections.start();
    empty(connections);
    return connections;
  }

  private static void empty(LettuceConnectionFactory connections) {
    new StringRedisTemplate(connections)
        .execute(
            connection -> {
              connection.serverCommands().flushAll();
              return true;
            },
            true);
  }

  @BeforeEach
  void startEmpty() {
    empty(connections());
    store = store(Caps.NONE);
  }

  @AfterEach
  void closeStores() {
    stores.forEach(RedisSwarmStore::close);
  }

  final StringRedisTemplate redis() {
    return new StringRedisTemplate(connections());
  }

  @Override
  protected final RedisSwarmStore store() {
    return store;
  }

  @Override
  protected final RedisSwarmStore store(Caps caps) {
    return level(store(new RedisSwarmStore.Options(TTL, FRESH, caps, false)));
  }

  /** A store that begins to read the log, and is closed after the test. */
  final RedisSwarmStore store(RedisSwarmStore.Options terms) {
    RedisSwarmStore made = new RedisSwarmStore(connections(), terms, nanoTime, meters);
    stores.add(made);
    return made;
  }

  /** Waits until the store is level. */
  static RedisSwarmStore level(RedisSwarmStore store) {
    await().until(() -> store.status().state() == RedisSwarmStore.State.LEVEL);
    return store;
  }

  @Override
  protected final Duration ttl() {
    return TTL;
  }

  @Override
  protected final void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  /** As after a pause of the machine. Announces after that must not count as old. */
  @Test
  void answersAfterItsClockHasJumped() {
    assertThat(peersFor(leecher(1))).isEmpty();
    pass(TTL.multipliedBy(3));

    assertThat(peersFor(leecher(2))).isEmpty();
    assertThat(peersFor(leecher(3))).containsExactly(listed(leecher(2)));
  }

  private List<ListedPeer> peersFor(SwarmPeer caller) {
    Announce announce = Peers.announce(Peers.swarm(1), caller);
    return Peers.all(store.announce(announce, 9).join().peers());
  }
}
