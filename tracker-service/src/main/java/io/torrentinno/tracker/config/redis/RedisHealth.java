package io.torrentinno.tracker.config.redis;

import io.torrentinno.tracker.store.redis.RedisSwarmStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether this tracker is level with the log in Redis, and the reason when it is not. A tracker
 * that answers from memory is {@code DEGRADED}, and ready.
 */
final class RedisHealth implements HealthIndicator {
  private static final Status DEGRADED = new Status("DEGRADED");

  private final RedisSwarmStore store;
  private final RedisSettings settings;

  RedisHealth(RedisSwarmStore store, RedisSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  @Override
  public Health health() {
    RedisSwarmStore.Status status = store.status();
    Health.Builder health =
        switch (status.state()) {
          case LEVEL -> Health.up();
          case STARTING -> Health.outOfService();
          case AWAY ->
              switch (settings.whenAway()) {
                case SERVE -> Health.status(DEGRADED);
                case REFUSE -> Health.down();
              };
        };
    String trouble = status.trouble();
    return trouble == null ? health.build() : health.withDetail("trouble", trouble).build();
  }
}
