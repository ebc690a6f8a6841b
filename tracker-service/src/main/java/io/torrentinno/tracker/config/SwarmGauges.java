package io.torrentinno.tracker.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many swarms, peers and seeders are live. Counted when somebody looks, once for all three;
 * unknown (NaN) while the store is away.
 */
@Component
final class SwarmGauges implements MeterBinder {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final SwarmStore store;
  private final InstantSource clock;
  private Instant counted = Instant.MIN;
  private @Nullable StoreCounts counts;

  SwarmGauges(SwarmStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bind(registry, "swarms", "Swarms with at least one live peer", StoreCounts::swarms);
    bind(registry, "peers", "Live peers of all swarms", StoreCounts::peers);
    bind(registry, "seeders", "Live peers that have every piece", StoreCounts::seeders);
  }

  private void bind(
      MeterRegistry registry, String name, String description, ToLongFunction<StoreCounts> value) {
    Gauge.builder("torrentinno.tracker." + name, this, gauges -> gauges.read(value))
        .description(description)
        .register(registry);
  }

  private synchronized double read(ToLongFunction<StoreCounts> value) {
    Instant now = clock.instant();
    if (counted.isBefore(now.minus(FRESH))) {
      counts = count();
      counted = clock.instant();
    }
    return counts == null ? Double.NaN : value.applyAsLong(counts);
  }

  private @Nullable StoreCounts count() {
    try {
      return store.counts();
    } catch (StoreUnavailableException e) {
      return null; // The store has logged it.
    }
  }
}
