package io.torrentinno.tracker.api;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.torrentinno.protocol.announce.AnnounceEvent;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The timer {@code torrentinno.tracker.announces}, by event and outcome. */
@Component
final class AnnounceMetrics {
  enum Outcome {
    ACCEPTED,
    /** The request was at fault. */
    INVALID,
    /** The store was away. */
    UNAVAILABLE
  }

  private static final Duration[] BUCKETS = {
    Duration.ofNanos(250_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500)
  };

  private final MeterRegistry registry;
  private final Meter.MeterProvider<Timer> timers;

  AnnounceMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.timers =
        Timer.builder("torrentinno.tracker.announces")
            .description("Announces answered, and the time it took")
            .serviceLevelObjectives(BUCKETS)
            .withRegistry(registry);
  }

  /** Begins to time an announce. */
  Sample start() {
    return new Sample(Timer.start(registry));
  }

  /** One announce under way. */
  final class Sample {
    private final Timer.Sample timed;
    private AnnounceEvent event = AnnounceEvent.NONE;

    private Sample(Timer.Sample timed) {
      this.timed = timed;
    }

    void event(AnnounceEvent known) {
      event = known;
    }

    void end(Outcome outcome) {
      String result = outcome.name().toLowerCase(Locale.ROOT);
      timed.stop(timers.withTags("event", event.toString(), "outcome", result));
    }
  }
}
