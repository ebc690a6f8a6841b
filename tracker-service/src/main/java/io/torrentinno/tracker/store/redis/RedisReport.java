package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The report of the log in Redis. */
final class RedisReport {
  private static final Logger LOG = LoggerFactory.getLogger(RedisReport.class);
  private static final String PREFIX = "torrentinno.tracker.redis.";

  /** The least time between two lines that say that the tracker is not level. */
  private static final long QUIET_MILLIS = 10_000;

  private static final String TOO_OLD = "Redis 6.2 or newer is needed";
  private static final String REFUSED =
      "Redis refuses the login; check spring.data.redis.username and .password";

  /** Advice for operators, by the beginning of Redis's error. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "READONLY", "this Redis is read-only; it may be a replica that was a master before",
          "OOM", "Redis is out of memory; raise its maxmemory",
          "WRONGTYPE", "another program has the tracker's key ti3:{…}; take another database",
          "NOPERM", "the login for Redis lacks a permission that docs/trackers-and-redis.md lists",
          "NOAUTH", REFUSED,
          "WRONGPASS", REFUSED,
          "ERR unknown command", "a command was renamed, or this is not Redis 6.2 or newer",
          "ERR syntax error", TOO_OLD,
          "ERR Invalid stream ID", TOO_OLD);

  private final MeterRegistry registry;
  private final String announcesAre; // when the tracker is not level
  private final Timer answered;
  private final Timer failed;
  private final DistributionSummary batches;
  private final Counter applied;
  private final Counter withoutLog;
  private final Counter refused;
  private final Counter unreadable;

  private final Set<Class<?>> loggedFailures = new HashSet<>();
  private volatile @Nullable String trouble;
  private volatile boolean wasLevel;
  private @Nullable String loggedTrouble; // the last one
  private boolean logsLevel = true; // the start, or the end of a trouble that was logged
  private long quietUntil = Long.MIN_VALUE;
  private long notLevelSince; // -1 when level

  RedisReport(MeterRegistry registry, boolean refusesWhenAway) {
    this.registry = registry;
    this.announcesAre = refusesWhenAway ? "refused with 503" : "answered from memory";
    this.answered = timer("answered");
    this.failed = timer("failed");
    this.batches =
        DistributionSummary.builder(PREFIX + "batch")
            .description("Announces and leaves in one entry of the log")
            .register(registry);
    this.applied = counter("applied", "Announces and leaves that were read from the log");
    this.withoutLog = counter("alone", "Announces and leaves that were answered without the log");
    this.refused = counter("refused", "Announces and leaves that were refused");
    this.unreadable =
        counter("unreadable", "Entries that cannot be read, and changes that cannot be applied");
  }

  private Timer timer(String outcome) {
    return Timer.builder(PREFIX + "calls")
        .description("How long the tracker waits for answers of Redis")
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(PREFIX + name).description(description).register(registry);
  }

  /** Shows whether this tracker is level with the log. */
  static void show(MeterRegistry registry, BooleanSupplier level) {
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

  /** Counts what cannot be read or applied. Logs the first failure of each kind. */
  void ignored(Exception failure) {
    unreadable.increment();
    if (loggedFailures.add(failure.getClass())) {
      LOG.warn(
          "Ignored a part of the log; further failures of this kind are only counted", failure);
    }
  }

  /** The present fault, for an operator; null when no fault is known. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Sets the fault, before an announce is answered without the log. */
  void setTrouble(Throwable failure) {
    trouble = describe(failure);
  }

  private static String describe(Throwable failure) {
    return failure instanceof RedisException ? explain(failure) : failure.toString();
  }

  /** Logs that the tracker is not level, where this is new, and not too often. */
  void notLevel(Throwable failure, long now) {
    String why = describe(failure);
    notLevelSince = notLevelSince < 0 ? now : notLevelSince;
    if (!why.equals(loggedTrouble) && now >= quietUntil) {
      loggedTrouble = why;
      logsLevel = true;
      quietUntil = now + QUIET_MILLIS;
      boolean isExpected = failure instanceof RedisException;
      LOG.atLevel(isExpected ? Level.WARN : Level.ERROR)
          .setCause(isExpected ? null : failure)
          .log("Not level with the log in Redis, announces are {}: {}", announcesAre, why);
    }
  }

  /** Sets the fault for the time when Redis works again and the log has to be read. */
  void reads() {
    trouble = trouble == null ? null : "reads the log";
  }

  /** Whether the tracker has been level at any time. */
  boolean wasLevel() {
    return wasLevel;
  }

  /** Nothing is wrong any more. Logs this if {@link #notLevel} has logged the opposite. */
  void level(long now) {
    wasLevel = true;
    trouble = null;
    if (logsLevel) {
      LOG.info("Level with the log in Redis, after {} ms", now - notLevelSince);
      logsLevel = false;
      loggedTrouble = null;
    }
    notLevelSince = -1;
  }

  /** Whether a command failed because Redis has no memory left. */
  static boolean isFull(Throwable failure) {
    return String.valueOf(failure.getMessage()).startsWith("OOM");
  }

  /** The fault, and advice where an operator can do something. */
  static String explain(Throwable failure) {
    String message = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    String innermost = message.split(", with args", 2)[0]; // Those have the bytes of an entry.
    return ADVICE.entrySet().stream()
            .filter(advice -> innermost.startsWith(advice.getKey()))
            .map(advice -> advice.getValue() + ": ")
            .findFirst()
            .orElse("")
        + innermost;
  }
}
