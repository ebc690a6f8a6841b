package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Keeps callers from queueing for a Redis that is away: after a failure, one caller a second is let
 * through to try, and all others are refused at once, until one succeeds. Logs once when Redis goes
 * and once when it is back.
 */
final class RedisGate {
  private static final Logger LOG = LoggerFactory.getLogger(RedisGate.class);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

  private record Outage(long since, long nextTry) {}

  RedisGate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Does {@code command}.
   *
   * @throws StoreUnavailableException when it fails or is not tried
   */
  <T> T pass(Supplier<T> command) {
    admit();
    try {
      T result = command.get();
      opened();
      return result;
    } catch (DataAccessException e) {
      closed(e);
      throw new StoreUnavailableException("Redis does not answer", e);
    }
  }

  private void admit() {
    Outage current = outage.get();
    if (current != null) {
      long now = nanoTime.getAsLong();
      if (now - current.nextTry < 0
          || !outage.compareAndSet(current, new Outage(current.since, now + RETRY_NANOS))) {
        throw new StoreUnavailableException("Redis did not answer lately");
      }
    }
  }

  private void opened() {
    Outage ended = outage.get();
    if (ended != null && outage.compareAndSet(ended, null)) {
      long seconds = Duration.ofNanos(nanoTime.getAsLong() - ended.since).toSeconds();
      LOG.info("Redis answers again, after {} s", seconds);
    }
  }

  private void closed(DataAccessException cause) {
    long now = nanoTime.getAsLong();
    if (outage.compareAndSet(null, new Outage(now, now + RETRY_NANOS))) {
      LOG.warn(
          "Redis does not answer; announces are refused with 503 until it does ({})",
          cause.getMostSpecificCause().getMessage());
    }
  }
}
