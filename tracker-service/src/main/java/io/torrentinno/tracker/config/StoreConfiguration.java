package io.torrentinno.tracker.config;

import io.torrentinno.tracker.config.redis.RedisNotConfigured;
import io.torrentinno.tracker.config.settings.LimitSettings;
import io.torrentinno.tracker.config.settings.TrackerSettings;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.Tracker;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Creates the tracker and its store: Redis where one is configured, else memory. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
  @Bean
  @Conditional(RedisNotConfigured.class)
  SwarmStore memoryStore(TrackerSettings settings, LimitSettings limits) {
    return new MemorySwarmStore(
        settings.ttl(), limits.caps(), System::nanoTime, ThreadLocalRandom::current);
  }

  @Bean
  Tracker tracker(SwarmStore store, TrackerSettings settings) {
    return new Tracker(store, settings.policy());
  }
}
