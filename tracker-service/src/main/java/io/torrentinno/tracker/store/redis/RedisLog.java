package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.store.redis.StreamConnection.Round;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.model.Selection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One stream of the log, and the thread that works on it in rounds. A round writes the changes that
 * wait, applies the new entries of all trackers, and answers the changes of this tracker in them.
 */
final class RedisLog {
  static final String NOT_LEVEL = "this tracker is not level with the log in Redis";
  private static final String OVERFLOW = "too many announces wait for Redis";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long HEARTBEAT_MILLIS = 5_000;
  private static final long MOST_LAG_MILLIS = 1_000;
  private static final long FULL_NANOS = TimeUnit.SECONDS.toNanos(5); // some entries expire

  private final Supplier<StreamConnection> connector;
  private final MemorySwarmStore table;
  private final RedisSwarmStore.Options options;
  private final RedisReport report;
  private final Outbox outbox = new Outbox();
  private final LogReader reader;
  private final Thread thread;
  private volatile boolean level;
  private volatile boolean idle;
  private volatile boolean closed;
  private volatile long levelSince;
  private long heartbeatAt;
  private boolean postponedWritten; // since level was lost

  RedisLog(
      Supplier<StreamConnection> connector,
      MemorySwarmStore table,
      RedisSwarmStore.Options options,
      RedisReport report) {
    this.connector = connector;
    this.table = table;
    this.options = options;
    this.report = report;
    this.reader = new LogReader(table, outbox, report);
    this.thread = Thread.ofPlatform().name("redis-log").daemon().start(this::run);
  }

  /** Whether all of the log has been read, and can be written to. */
  boolean isLevel() {
    return level;
  }

  RedisReport report() {
    return report;
  }

  /** Announces before this time (table's clock) may be missing in the log, so they do not count. */
  long unwrittenBefore() {
    return level ? levelSince : table.millis() + 1;
  }

  Change.UnderWay underWay() {
    return outbox.underWay();
  }

  /** Writes a change and applies it. For any thread. The future is completed in any case. */
  CompletableFuture<Selection> submit(Change change, int wanted) {
    Pending pending = new Pending(change, wanted, table.millis(), new CompletableFuture<>());
    if (!level || !outbox.add(pending)) {
      applyOrRefuse(pending);
    } else if (!level) { // Maybe the log's thread has drained the outbox already.
      outbox.takeBack(pending, this::applyOrRefuse);
    } else if (idle) {
      LockSupport.unpark(thread);
    }
    return pending.answer();
  }

  /** Counts a refused announce. */
  StoreUnavailableException refusal(String why) {
    report.refused();
    return new StoreUnavailableException(why);
  }

  /** Applies a change without the log, and postpones its writing; or refuses the change. */
  private void applyOrRefuse(Pending pending) {
    try {
      if (options.refusesWhenAway()) {
        throw refusal(level ? OVERFLOW : NOT_LEVEL);
      }
      boolean isNewest = outbox.postpone(pending, oldest());
      if (!pending.isAnswered()) {
        report.withoutLog();
        pending.answerFrom(table, isNewest);
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
    boolean ended = false;
    while (!ended) {
      Throwable end = followUntilFailure();
      while (!losesLevel(end)) { // It has to, because announces must not wait.
        LockSupport.parkNanos(RECONNECT_NANOS);
      }
      ended = closed;
      LockSupport.parkNanos(ended ? 1 : RedisReport.isFull(end) ? FULL_NANOS : RECONNECT_NANOS);
    }
  }

  /** Follows the log on a new connection. Returns why this ended. */
  private Throwable followUntilFailure() {
    try (StreamConnection connection = connector.get()) {
      follow(connection);
      return new RedisException("the tracker ends");
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private boolean losesLevel(Throwable failure) {
    try {
      loseLevel(failure);
      return true;
    } catch (RuntimeException | Error e) {
      report.setTrouble(e);
      return false;
    }
  }

  /** Writes and reads until a command fails, or until the log is closed and all is read back. */
  private void follow(StreamConnection connection) {
    reader.noteRequest();
    StreamConnection.Result end = connection.prepare(options.ttl());
    reader.begin(end, reader.isLastIn(connection));
    heartbeatAt = table.millis() - HEARTBEAT_MILLIS; // The next heartbeat is due.
    Round round = send(connection);
    while (!closed || !outbox.isSettled()) {
      int lastOfRound = outbox.lastSequence();
      StreamConnection.Result read = report.call(round::await);
      reader.advance(read);
      if (read.isSetBack(options.ttl())) {
        throw new RedisException("Redis's clock was set back by more than the time to live");
      }
      long lag = read.lag();
      boolean isBusy = lag > 0 || outbox.hasWork();
      if (isBusy) {
        round = send(connection); // Redis works on this round while the last one is applied.
      }
      reader.applyAll(read.entries());
      if (lag == 0 && outbox.hasUnreadUpTo(lastOfRound)) {
        throw new RedisException(
            "the entry that was just written is not in the log, so it is another log");
      }
      if (level) {
        loseLevelIfBehind(lag);
      } else {
        becomeLevelIfSettled();
      }
      if (!isBusy) {
        idle = true;
        LockSupport.parkNanos(outbox.hasWork() || closed ? 1 : POLL_NANOS);
        idle = false;
        round = send(connection);
      }
    }
  }

  private Round send(StreamConnection connection) {
    long now = table.millis();
    long ttl = options.ttl().toMillis();
    boolean isHeartbeatDue = now - heartbeatAt >= Math.min(HEARTBEAT_MILLIS, ttl / 2);
    if (isHeartbeatDue) {
      reader.requireWitness(connection);
      heartbeatAt = now;
      outbox.requestHeartbeat();
    }
    if (level && !outbox.overflows()) {
      outbox.writePostponed(oldest(), reader::toRedisMillis);
    }
    long deadline = reader.nextMillis() + connection.timeout().toMillis();
    for (Outbox.Entry entry : outbox.nextEntries(deadline)) {
      report.batch(entry.changes().size());
      connection.add(entry.written().fields(), reader.redisMillis() - ttl);
    }
    if (isHeartbeatDue) { // After the entry, which may be the first one of the stream.
      connection.expire(options.ttl().multipliedBy(2));
    }
    reader.noteRequest();
    return connection.send(reader.position());
  }

  private void loseLevelIfBehind(long lag) {
    boolean overflows = outbox.overflows() && !options.refusesWhenAway();
    if (overflows || lag > MOST_LAG_MILLIS) {
      loseLevel(new RedisException(overflows ? OVERFLOW : "reads the log " + lag + " ms late"));
      outbox.requestHeartbeat(); // The tracker is level again when it has read this.
    }
  }

  /** The tracker is level when it has read its heartbeat, and then the postponed changes. */
  private void becomeLevelIfSettled() {
    report.reads();
    if (outbox.isSettled() && !postponedWritten) {
      postponedWritten = true;
      outbox.forgetOverflow();
      outbox.writePostponed(oldest(), reader::toRedisMillis);
    }
    if (outbox.isSettled()) {
      levelSince = table.millis();
      level = true;
      report.level(levelSince);
    }
  }

  /** From now on, changes are answered without the log; first those that were not read back. */
  private void loseLevel(Throwable failure) {
    report.setTrouble(failure);
    level = false;
    postponedWritten = false;
    outbox.drainAll(this::applyOrRefuse);
    if (!closed) {
      report.notLevel(failure, table.millis());
    }
  }

  /** Makes the thread write and answer the changes that wait, if it can, and end. */
  void end() {
    closed = true;
    LockSupport.unpark(thread);
  }

  void awaitEnd(Duration most) throws InterruptedException {
    thread.join(most);
  }
}
