package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.model.Cap;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timer {@code torrentinno.tracker.announces}, by endpoint, event and outcome, the summary
 * {@code torrentinno.tracker.batch.entries}, and the counters {@code torrentinno.tracker.unlisted},
 * by cap, {@code torrentinno.tracker.oversized}, by endpoint, and {@code torrentinno.tracker.busy},
 * by what there is too little of. Recording allocates nothing.
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
  private final EnumMap<Cap, Counter> unlisted = new EnumMap<>(Cap.class);

  private final EnumMap<AnnounceEndpoint, Counter> oversized =
      new EnumMap<>(AnnounceEndpoint.class);
  private final DistributionSummary batches;
  private final EnumMap<Shortage, Counter> busy = new EnumMap<>(Shortage.class);

  /** Registers its meters, all of them. */
  public AnnounceMetrics(MeterRegistry registry) {
    for (AnnounceEndpoint endpoint : AnnounceEndpoint.values()) {
      oversized.put(
          endpoint,
          Counter.builder("torrentinno.tracker.oversized")
              .description("Requests refused since they are too long; packets that were cut off")
              .tag("door", endpoint.toString())
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
            .description("Announces that came together in a batch; batches")
            .register(registry);
    for (Cap cap : Cap.values()) {
      unlisted.put(
          cap,
          Counter.builder("torrentinno.tracker.unlisted")
              .description("Announces answered whose peer was not listed, since a cap was reached")
              .tag("cap", cap.toString())
              .register(registry));
    }
    for (Shortage of : Shortage.values()) {
      busy.put(
          of,
          Counter.builder("torrentinno.tracker.busy")
              .description(
                  "Connections and requests refused since there is too little of something")
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
        .description("Announces answered, and the time it took")
        .serviceLevelObjectives(BUCKETS)
        .tags("door", endpoint.toString(), "event", event.toString(), "outcome", outcome.toString())
        .register(registry);
  }

  /**
   * Counts one announce.
   *
   * @param event {@code NONE} too when it could not be read
   * @param began when it was taken up, by {@link System#nanoTime}
   */
  public void record(
      AnnounceEndpoint endpoint, AnnounceEvent event, AnnounceOutcome outcome, long began) {
    Timer timer =
        Objects.requireNonNull(
            Objects.requireNonNull(Objects.requireNonNull(timers.get(endpoint)).get(event))
                .get(outcome));
    timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  /** Counts a request that is longer than any need be. */
  public void countOversized(AnnounceEndpoint endpoint) {
    Objects.requireNonNull(oversized.get(endpoint)).increment();
  }

  /** Counts a batch of so many announces, each of which is recorded too. */
  public void countBatch(int entries) {
    batches.record(entries);
  }

  /** Counts a connection, or a request, that is refused for want of something. */
  public void countBusy(Shortage of) {
    Objects.requireNonNull(busy.get(of)).increment();
  }

  /** Counts an announce whose peer that cap kept off the list; null for none. */
  void countUnlisted(@Nullable Cap reached) {
    if (reached != null) {
      Objects.requireNonNull(unlisted.get(reached)).increment();
    }
  }
}
