package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timer {@code torrentinno.tracker.announces}, by protocol, event and outcome, the summary
 * {@code torrentinno.tracker.batch.entries}, and the counters {@code torrentinno.tracker.unlisted},
 * by cap, {@code torrentinno.tracker.oversized}, by protocol, and {@code torrentinno.tracker.busy},
 * by what is used up. Recording allocates nothing.
 */
public final class AnnounceMetrics {
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

  private final EnumMap<AnnounceEndpoint, EnumMap<AnnounceEvent, EnumMap<AnnounceOutcome, Timer>>>
      timers = new EnumMap<>(AnnounceEndpoint.class);
  private final EnumMap<Unlisted, Counter> unlisted = new EnumMap<>(Unlisted.class);

  private final EnumMap<AnnounceEndpoint, Counter> oversized =
      new EnumMap<>(AnnounceEndpoint.class);
  private final DistributionSummary batches;
  private final EnumMap<Shortage, Counter> busy = new EnumMap<>(Shortage.class);

  /** Registers all meters. */
  public AnnounceMetrics(MeterRegistry registry) {
    for (AnnounceEndpoint endpoint : AnnounceEndpoint.values()) {
      oversized.put(
          endpoint,
          Counter.builder("torrentinno.tracker.oversized")
              .description(
                  "Requests that were refused because they were too large;"
                      + " packets that were cut off")
              .tag("protocol", endpoint.toString())
              .register(registry));
      EnumMap<AnnounceEvent, EnumMap<AnnounceOutcome, Timer>> events =
          new EnumMap<>(AnnounceEvent.class);
      timers.put(endpoint, events);
      for (AnnounceEvent event : AnnounceEvent.values()) {
        EnumMap<AnnounceOutcome, Timer> outcomes = new EnumMap<>(AnnounceOutcome.class);
        events.put(event, outcomes);
        for (AnnounceOutcome outcome : AnnounceOutcome.values()) {
          outcomes.put(outcome, timer(registry, endpoint, event, outcome));
        }
      }
    }
    batches =
        DistributionSummary.builder("torrentinno.tracker.batch.entries")
            .description("Announces in a batch")
            .register(registry);
    for (Unlisted cap : Unlisted.values()) {
      unlisted.put(
          cap,
          Counter.builder("torrentinno.tracker.unlisted")
              .description("Announces whose peer was not listed because a cap was reached")
              .tag("cap", cap.toString())
              .register(registry));
    }
    for (Shortage of : Shortage.values()) {
      busy.put(
          of,
          Counter.builder("torrentinno.tracker.busy")
              .description("Connections and requests that were refused because the tracker is busy")
              .tag("of", of.toString())
              .register(registry));
    }
  }

  private static Timer timer(
      MeterRegistry registry,
      AnnounceEndpoint endpoint,
      AnnounceEvent event,
      AnnounceOutcome outcome) {
    return Timer.builder("torrentinno.tracker.announces")
        .description("Announces, and the time until their answer")
        .serviceLevelObjectives(BUCKETS)
        .tags(
            "protocol",
            endpoint.toString(),
            "event",
            event.toString(),
            "outcome",
            outcome.toString())
        .register(registry);
  }

  /**
   * Counts one announce.
   *
   * @param event {@code NONE} also when it could not be read
   * @param began when the endpoint began with the announce, by {@link System#nanoTime}
   */
  public void record(
      AnnounceEndpoint endpoint, AnnounceEvent event, AnnounceOutcome outcome, long began) {
    Timer timer =
        Objects.requireNonNull(
            Objects.requireNonNull(Objects.requireNonNull(timers.get(endpoint)).get(event))
                .get(outcome));
    timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  /** Counts a request that is too large. */
  public void countOversized(AnnounceEndpoint endpoint) {
    Objects.requireNonNull(oversized.get(endpoint)).increment();
  }

  /** Counts a batch with this number of announces, each of which is also recorded by itself. */
  public void countBatch(int entries) {
    batches.record(entries);
  }

  /** Counts a connection or a request that was refused. */
  public void countBusy(Shortage of) {
    Objects.requireNonNull(busy.get(of)).increment();
  }

  /** Counts an announce whose peer a cap kept off the list; null for none. */
  void countUnlisted(@Nullable Unlisted reached) {
    if (reached != null) {
      Objects.requireNonNull(unlisted.get(reached)).increment();
    }
  }
}
