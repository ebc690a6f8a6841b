package io.torrentinno.agent.config.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.torrentinno.agent.announce.AnnounceObserver;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how long announces take, by outcome. The metrics of all outcomes exist from the start.
 */
public final class AnnounceMetrics implements AnnounceObserver {
  private final Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);

  public AnnounceMetrics(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      timers.put(
          outcome,
          Timer.builder("torrentinno.agent.announces")
              .description("Announces to trackers")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .publishPercentileHistogram()
              .minimumExpectedValue(Duration.ofMillis(1))
              .maximumExpectedValue(Duration.ofSeconds(10))
              .register(registry));
    }
  }

  @Override
  public void announced(Outcome outcome, Duration took) {
    Timer timer = timers.get(outcome);
    if (timer != null) {
      timer.record(took);
    }
  }
}
