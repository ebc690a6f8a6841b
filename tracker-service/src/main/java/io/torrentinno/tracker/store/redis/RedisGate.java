package io.torrentinno.tracker.store.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps callers from queueing for a Redis server that is away: after a failure, one caller a second
 * is let through to try, and all others are refused at once, until one succeeds. Logs once when the
 * server goes and once when it is back.
 */
final class RedisGate {
  private static final Logger LOG = LoggerFactory.getLogger(RedisGate.class);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

  private record Outage(long since, long nextTry) {}

  /** An open gate before a server, which the log calls {@code name}. */
  RedisGate(String name, LongSupplier nanoTime) {
    this.name = name;
    this.nanoTime = nanoTime;
  }

  /** Whether a caller may try. Whoever may tells what came of it. */
  boolean admits() {
    Outage current = outage.get();
    if (current == null) {
      return true;
    }
    long now = nanoTime.getAsLong();
    return now - current.nextTry >= 0
        && outage.compareAndSet(current, new Outage(current.since, now + RETRY_NANOS));
  }

  /** The server has answered. */
  void succeeded() {
    Outage ended = outage.get();
    if (ended != null && outage.compareAndSet(ended, null)) {
      long seconds = Duration.ofNanos(nanoTime.getAsLong() - ended.since).toSeconds();
      LOG.info("{} answers again, after {} s", name, seconds);
    }
  }

  /** The server has not answered, or not as it should. */
  void failed(Throwable cause) {
    long now = nanoTime.getAsLong();
    if (outage.compareAndSet(null, new Outage(now, now + RETRY_NANOS))) {
      LOG.warn(
          "{} does not answer; announces are refused with 503 until it does ({})",
          name,
          root(cause).getMessage());
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : root(cause);
  }
}
