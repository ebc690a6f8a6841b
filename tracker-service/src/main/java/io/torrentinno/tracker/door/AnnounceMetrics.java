package io.torrentinno.tracker.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.torrentinno.protocol.announce.AnnounceEvent;
import io.torrentinno.tracker.swarm.Cap;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timer {@code torrentinno.tracker.announces}, by door, event and outcome, the summary {@code
 * torrentinno.tracker.batch.entries}, and the counters {@code torrentinno.tracker.unlisted}, by
 * cap, and {@code torrentinno.tracker.oversized}, by door. Recording allocates nothing.
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

  private final EnumMap<Door, EnumMap<AnnounceEvent, EnumMap<Outcome, Timer>>> timers =
      new EnumMap<>(Door.class);
  private final EnumMap<Cap, Counter> unlisted = new EnumMap<>(Cap.class);

  private final EnumMap<Door, Counter> oversized = new EnumMap<>(Door.class);
  private final DistributionSummary batches;

  /** Registers its meters, all of them. */
  public AnnounceMetrics(MeterRegistry registry) {
    for (Door door : Door.values()) {
      oversized.put(
          door,
          Counter.builder("torrentinno.tracker.oversized")
              .description("Requests refused since they are too long; packets that were cut off")
              .tag("door", door.toString())
              .register(registry));
      EnumMap<AnnounceEvent, EnumMap<Outcome, Timer>> events = new EnumMap<>(AnnounceEvent.class);
      timers.put(door, events);
      for (AnnounceEvent event : AnnounceEvent.values()) {
        EnumMap<Outcome, Timer> outcomes = new EnumMap<>(Outcome.class);
        events.put(event, outcomes);
        for (Outcome outcome : Outcome.values()) {
          outcomes.put(outcome, timer(registry, door, event, outcome));
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
  }

  private static Timer timer(
      MeterRegistry registry, Door door, AnnounceEvent event, Outcome outcome) {
    return Timer.builder("torrentinno.tracker.announces")
        .description("Announces answered, and the time it took")
        .serviceLevelObjectives(BUCKETS)
        .tags("door", door.toString(), "event", event.toString(), "outcome", outcome.toString())
        .register(registry);
  }

  /**
   * Counts one announce.
   *
   * @param event {@code NONE} too when it could not be read
   * @param began when it was taken up, by {@link System#nanoTime}
   */
  public void record(Door door, AnnounceEvent event, Outcome outcome, long began) {
    Timer timer =
        Objects.requireNonNull(
            Objects.requireNonNull(Objects.requireNonNull(timers.get(door)).get(event))
                .get(outcome));
    timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  /** Counts a request that is longer than any need be. */
  public void countOversized(Door door) {
    Objects.requireNonNull(oversized.get(door)).increment();
  }

  /** Counts a batch of so many announces, each of which is recorded too. */
  public void countBatch(int entries) {
    batches.record(entries);
  }

  /** Counts an announce whose peer that cap kept off the list; null for none. */
  void countUnlisted(@Nullable Cap reached) {
    if (reached != null) {
      Objects.requireNonNull(unlisted.get(reached)).increment();
    }
  }
}
