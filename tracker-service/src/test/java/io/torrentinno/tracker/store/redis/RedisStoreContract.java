package io.torrentinno.tracker.store.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.CappedStoreContract;
import io.torrentinno.tracker.swarm.Caps;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The contract on real servers, whose clocks nobody moves: instead, swarms are made older. */
abstract class RedisStoreContract extends CappedStoreContract {
  final MeterRegistry meters = new SimpleMeterRegistry();
  private final RedisSwarmStore store = store(Caps.NONE);

  /** The way to the servers, started. */
  abstract LettuceConnectionFactory connections();

  static LettuceConnectionFactory started(LettuceConnectionFactory connections) {
    connections.afterPropertiesSet();
    connections.start();
    return connections;
  }

  @BeforeEach
  void empty() {
    redis()
        .execute(
            connection -> {
              connection.serverCommands().flushAll();
              return true;
            },
            true);
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
    return store(Ageing.TTL, caps);
  }

  final RedisSwarmStore store(Duration ttl, Caps caps) {
    return new RedisSwarmStore(connections(), ttl, caps, System::nanoTime, meters);
  }

  @Override
  protected final Duration ttl() {
    return Ageing.TTL;
  }

  @Override
  protected final void pass(Duration time) {
    Ageing.age(redis(), time);
  }
}
