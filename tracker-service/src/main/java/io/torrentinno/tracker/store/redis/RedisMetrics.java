package io.torrentinno.tracker.store.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What an operator sees of the way to Redis. */
final class RedisMetrics {
  private final LongSupplier nanoTime;
  private final Timer answered;
  private final Timer failed;
  private final DistributionSummary batches;
  private final Counter refused;

  RedisMetrics(MeterRegistry registry, LongSupplier nanoTime) {
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
