package io.torrentinno.tracker.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.tracker.loops.LoopWatch;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The tracker is not ready while an event loop is stuck, because some connections are not served
 * then. The gauge {@code torrentinno.tracker.loop.behind} says for how long.
 */
@Component("loops")
final class LoopHealth implements HealthIndicator, MeterBinder {
  private static final Duration STUCK = Duration.ofSeconds(5);
  private static final double MILLIS = 1_000;

  private final LoopWatch watch;

  LoopHealth(LoopWatch watch) {
    this.watch = watch;
  }

  @Override
  public Health health() {
    Duration behind = watch.behind();
    Health.Builder health = behind.compareTo(STUCK) > 0 ? Health.down() : Health.up();
    return health.withDetail("behindSeconds", behind.toMillis() / MILLIS).build();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "torrentinno.tracker.loop.behind", watch, loops -> loops.behind().toMillis() / MILLIS)
        .description("How long a task waits for an event loop")
        .baseUnit("seconds")
        .register(registry);
  }
}
