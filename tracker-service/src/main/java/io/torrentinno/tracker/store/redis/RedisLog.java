package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Outbox.Pending;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.model.Selection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of the log, and the thread that works on it in rounds. A round writes the changes that
 * wait, applies the new entries of all trackers, and answers the changes of this tracker in them.
 */
final class RedisLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.torrentinno.tracker.store.redis");
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long HEARTBEAT_MILLIS = 5_000;
  private static final long MOST_LAG_MILLIS = 1_000;

  private final Supplier<StreamConnection> connector;
  private final MemorySwarmStore table;
  private final RedisSwarmStore.Options options;
  private final RedisMetrics metrics;
  private final Outbox outbox = new Outbox();
  private final LogReader reader;
  private final Thread thread;

  private volatile boolean level;
  private volatile boolean idle;
  private volatile boolean closed;
  private volatile long levelSince;
  private volatile @Nullable String trouble;
  private long heartbeatAt;
  private long notLevelSince;

  /** Starts the thread, which connects by {@code connector}, again after each failure. */
  RedisLog(
      Supplier<StreamConnection> connector,
      MemorySwarmStore table,
      RedisSwarmStore.Options options,
      RedisMetrics metrics) {
    this.connector = connector;
    this.table = table;
    this.options = options;
    this.metrics = metrics;
    this.reader = new LogReader(table, outbox, metrics);
    this.notLevelSince = table.millis();
    this.thread = Thread.ofPlatform().name("redis-log").daemon().start(this::run);
  }

  /** Whether all of the log has been read, and can be written to. */
  boolean isLevel() {
    return level;
  }

  /** Why this tracker is not level with the log; null if it is, or if the reason is not known. */
  @Nullable String trouble() {
    return trouble;
  }

  /** The table's time from which on all applied changes are in the log. */
  long writtenSince() {
    return level ? levelSince : table.millis() + 1;
  }

  /** Writes a change and applies it. For any thread. The future is completed in any case. */
  CompletableFuture<Selection> submit(Change change, int wanted) {
    Pending pending = new Pending(change, wanted, table.millis(), new CompletableFuture<>());
    if (!level || !outbox.add(pending)) {
      answerWithoutLog(pending);
    } else if (!level) { // Maybe the log's thread has drained the outbox already.
      outbox.drainWaiting(this::answerWithoutLog);
    } else if (idle) {
      LockSupport.unpark(thread);
    }
    return pending.answer();
  }

  /** Applies a change without the log, and postpones its writing; or refuses the change. */
  private void answerWithoutLog(Pending pending) {
    if (options.refusesWhenAway()) {
      metrics.refused();
      pending.answer().completeExceptionally(new StoreUnavailableException("Redis is away"));
      return;
    }
    try {
      outbox.postpone(pending, oldest());
      if (!pending.answer().isDone()) {
        metrics.withoutLog();
        pending.answer().complete(reader.apply(pending.change(), pending.wanted(), pending.at()));
      }
    } catch (RuntimeException | Error e) { // The endpoint logs it. The other changes go on.
      pending.answer().completeExceptionally(e);
    }
  }

  /** Changes that were received before this time, by the table's clock, have expired. */
  private long oldest() {
    return table.millis() - options.ttl().toMillis();
  }

  private void run() {
    while (!closed) {
      try (StreamConnection connection = connector.get()) {
        follow(connection);
      } catch (RedisException e) {
        loseLevel(StreamConnection.explain(e));
      } catch (RuntimeException | Error e) { // After an error too, announces must not wait.
        loseLevel(e.toString());
        LOG.error("The log in Redis failed unexpectedly", e);
      }
      LockSupport.parkNanos(closed ? 1 : RECONNECT_NANOS);
    }
    loseLevel("the tracker ends");
  }

  /** Writes and reads until a command fails, or until the log is closed and all is read back. */
  private void follow(StreamConnection connection) {
    reader.resume(connection, options.ttl());
    heartbeatAt = table.millis() - HEARTBEAT_MILLIS; // The next heartbeat is due.
    StreamConnection.Round round = send(connection);
    while (!closed || !outbox.isAllReadBack() || outbox.hasWork()) {
      StreamConnection.Result read = metrics.call(round::await);
      long lag = reader.advance(read);
      boolean isSetBack = read.redisMillis() < reader.positionMillis();
      boolean isBusy = !isSetBack && (lag > 0 || outbox.hasWork());
      if (isBusy) {
        round = send(connection); // Redis works on this round while the last one is applied.
      }
      reader.apply(read.entries());
      if (isSetBack) {
        reader.resume(connection, options.ttl()); // The clock was set back, or is another one.
      }
      checkLevel(lag);
      if (!isBusy) {
        awaitWork();
        round = send(connection);
      }
    }
  }

  private StreamConnection.Round send(StreamConnection connection) {
    long now = table.millis();
    if (now - heartbeatAt >= Math.min(HEARTBEAT_MILLIS, options.ttl().toMillis() / 2)) {
      heartbeatAt = now;
      outbox.requestHeartbeat();
      connection.expire(options.ttl().multipliedBy(2));
    }
    if (level) {
      outbox.writePostponed(oldest());
    }
    for (Outbox.Entry entry : outbox.nextEntries(reader.clockOffset())) {
      metrics.batch(entry.changes().size());
      connection.add(entry.bytes(), reader.redisMillis() - options.ttl().toMillis());
    }
    return connection.send(reader.beginRequest());
  }

  private void checkLevel(long lag) {
    if (level && lag > MOST_LAG_MILLIS) {
      loseLevel("reads the log " + lag + " ms late");
      outbox.requestHeartbeat();
    } else if (!level && outbox.isAllReadBack()) {
      LOG.info("Level with the log in Redis, after {} ms", table.millis() - notLevelSince);
      trouble = null;
      levelSince = table.millis();
      level = true;
    }
  }

  /** From now on, changes are answered without the log; first those that were not read back. */
  private void loseLevel(String why) {
    boolean isNew = trouble == null && !closed;
    notLevelSince = level ? table.millis() : notLevelSince;
    trouble = why;
    level = false;
    outbox.drainAll(this::answerWithoutLog);
    if (isNew) {
      String announces = options.refusesWhenAway() ? "refused with 503" : "answered from memory";
      LOG.warn("Not level with the log in Redis, announces are {}: {}", announces, why);
    }
  }

  private void awaitWork() {
    idle = true;
    if (!outbox.hasWork() && !closed) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    idle = false;
  }

  /** Lets the thread write and answer the changes that wait, if Redis can be reached, and end. */
  void end() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Waits until the thread has ended, at most this long. */
  void awaitEnd(Duration most) throws InterruptedException {
    thread.join(most);
  }
}
