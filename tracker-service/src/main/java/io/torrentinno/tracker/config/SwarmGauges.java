package io.torrentinno.tracker.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How many swarms, peers and seeders are live. They are counted when a gauge is read, once for all
 * three; NaN while the store is away.
 */
@Component
final class SwarmGauges implements MeterBinder {
  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final SwarmStore store;
  private long counted = System.nanoTime() - FRESH;
  private @Nullable StoreCounts counts;

  SwarmGauges(SwarmStore store) {
    this.store = store;
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
    if (System.nanoTime() - counted >= FRESH) {
      counts = count();
      counted = System.nanoTime();
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
