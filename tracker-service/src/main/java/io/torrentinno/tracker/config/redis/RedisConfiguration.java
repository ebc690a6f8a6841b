package io.torrentinno.tracker.config.redis;

import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.tracker.config.settings.LimitSettings;
import io.torrentinno.tracker.config.settings.TrackerSettings;
import io.torrentinno.tracker.store.redis.RedisSwarmStore;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The store in Redis, where a Redis is configured; all settings of {@code spring.data.redis} apply.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(RedisConfigured.class)
@Import(DataRedisAutoConfiguration.class)
class RedisConfiguration {
  private static final int MOST_PENDING = 10_000;

  @Bean
  RedisSwarmStore redisStore(
      LettuceConnectionFactory redis,
      TrackerSettings settings,
      LimitSettings limits,
      RedisSettings shared,
      MeterRegistry meters) {
    return new RedisSwarmStore(
        redis,
        new RedisSwarmStore.Options(
            settings.ttl(),
            RedisSettings.rewriteAfter(settings),
            limits.caps(),
            shared.whenAway() == RedisSettings.WhenAway.REFUSE),
        System::nanoTime,
        meters);
  }

  @Bean
  RedisHealth redisHealthIndicator(RedisSwarmStore store, RedisSettings shared) {
    return new RedisHealth(store, shared);
  }

  /**
   * Closes the store after both ports were closed, and before the connections to Redis are closed.
   */
  @Bean
  SmartLifecycle lastAnnounces(RedisSwarmStore store, LettuceConnectionFactory redis) {
    return new ClosedBeforeConnections(store, redis.getPhase());
  }

  /** Commands without an answer fail with their connection, and the store makes a new one. */
  @Bean
  LettuceClientOptionsBuilderCustomizer failFast() {
    return options ->
        options
            .autoReconnect(false)
            .requestQueueSize(MOST_PENDING)
            .timeoutOptions(TimeoutOptions.create());
  }

  /** Switches Lettuce's own metrics off: the store has its own. */
  @Bean
  ClientResourcesBuilderCustomizer noLatencies() {
    return resources -> resources.commandLatencyRecorder(CommandLatencyRecorder.disabled());
  }

  /** Stops in a later phase than both ports, and in an earlier phase than the connections. */
  private record ClosedBeforeConnections(RedisSwarmStore store, int phase)
      implements SmartLifecycle {
    @Override
    public void start() {
      // The store has started by itself.
    }

    @Override
    public void stop() {
      store.close();
    }

    @Override
    public boolean isRunning() {
      return true;
    }

    @Override
    public int getPhase() {
      return phase + 1;
    }
  }
}
