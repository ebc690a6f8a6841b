package io.torrentinno.tracker.store.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What an operator sees of the way to Redis. */
final class RedisMetrics {
  private final MeterRegistry registry;
  private final LongSupplier nanoTime;
  private final Timer answered;
  private final Timer failed;
  private final DistributionSummary batches;
  private final Counter refused;
  private final Counter answeredAhead;
  private final Counter unwritten;

  RedisMetrics(MeterRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    this.nanoTime = nanoTime;
    this.answered = timer(registry, "answered");
    this.failed = timer(registry, "failed");
    this.batches =
        DistributionSummary.builder("torrentinno.tracker.redis.batch")
            .description("Announces, leaves and scrapes in one round trip to Redis")
            .register(registry);
    this.refused =
        Counter.builder("torrentinno.tracker.redis.refused")
            .description("Announces, leaves and scrapes refused without asking Redis")
            .register(registry);
    this.answeredAhead =
        Counter.builder("torrentinno.tracker.redis.ahead")
            .description("Announces to large, busy swarms, answered before they were written")
            .register(registry);
    this.unwritten =
        Counter.builder("torrentinno.tracker.redis.unwritten")
            .description("Those of them that Redis could then not be told of")
            .register(registry);
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("torrentinno.tracker.redis.calls")
        .description("Round trips to Redis, each for a batch of announces")
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .register(registry);
  }

  void refused() {
    refused.increment();
  }

  /** Shows how much of the memory for large, busy swarms is in use. */
  void pools(AtomicLong bytes, long mostBytes) {
    Gauge.builder("torrentinno.tracker.redis.pool", bytes, AtomicLong::get)
        .description("Memory that holds what was read of large, busy swarms lately")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
    Gauge.builder("torrentinno.tracker.redis.pool.limit", () -> mostBytes)
        .description("The most memory that may hold what was read of large, busy swarms")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  void answeredAhead() {
    answeredAhead.increment();
  }

  void unwritten(int announces) {
    unwritten.increment(announces);
  }

  /** Begins a round trip for so many requests. */
  Sample begin(int requests) {
    batches.record(requests);
    return new Sample(nanoTime.getAsLong());
  }

  /** A round trip under way. */
  final class Sample {
    private final long began;

    private Sample(long began) {
      this.began = began;
    }

    void end(boolean wasAnswered) {
      (wasAnswered ? answered : failed).record(nanoTime.getAsLong() - began, TimeUnit.NANOSECONDS);
    }
  }
}
