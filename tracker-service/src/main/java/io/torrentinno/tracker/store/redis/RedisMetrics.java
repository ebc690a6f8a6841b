package io.torrentinno.tracker.store.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The metrics of the log in Redis. */
final class RedisMetrics {
  private static final String PREFIX = "torrentinno.tracker.redis.";

  private final MeterRegistry registry;
  private final Timer answered;
  private final Timer failed;
  private final DistributionSummary batches;
  private final Counter applied;
  private final Counter withoutLog;
  private final Counter refused;
  private final Counter unreadable;

  RedisMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.answered = timer("answered");
    this.failed = timer("failed");
    this.batches =
        DistributionSummary.builder(PREFIX + "batch")
            .description("Announces and leaves in one entry of the log")
            .register(registry);
    this.applied = counter("applied", "Announces and leaves that were read from the log");
    this.withoutLog = counter("alone", "Announces and leaves that were answered without the log");
    this.refused = counter("refused", "Announces and leaves that were refused");
    this.unreadable = counter("unreadable", "Entries of the log that this version cannot read");
  }

  private Timer timer(String outcome) {
    return Timer.builder(PREFIX + "calls")
        .description(
            "Waiting for Redis, which writes a batch of announces and sends new entries of the log")
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(PREFIX + name).description(description).register(registry);
  }

  /** Shows whether this tracker is level with the log. */
  void level(BooleanSupplier level) {
    Gauge.builder(PREFIX + "level", level, is -> is.getAsBoolean() ? 1 : 0)
        .strongReference(true)
        .description("1 while all of the log has been read and can be written to, else 0")
        .register(registry);
  }

  /** Waits for an answer, and records the time that this took. */
  <T> T call(Supplier<T> await) {
    Timer.Sample sample = Timer.start(registry);
    Timer outcome = failed;
    try {
      T got = await.get();
      outcome = answered;
      return got;
    } finally {
      sample.stop(outcome);
    }
  }

  void batch(int changes) {
    batches.record(changes);
  }

  void applied(int changes) {
    applied.increment(changes);
  }

  void withoutLog() {
    withoutLog.increment();
  }

  void refused() {
    refused.increment();
  }

  void unreadable() {
    unreadable.increment();
  }
}
