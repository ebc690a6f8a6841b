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
 * One stream of the log, and the thread that writes and reads it, in rounds. A round writes what
 * waits, and reads and applies what all trackers wrote. What this tracker wrote is answered then.
 */
final class RedisLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("io.torrentinno.tracker.store.redis");
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long GREETING_MILLIS = 5_000;
  private static final long MOST_LAG_MILLIS = 1_000;

  private final Supplier<RedisServer> servers;
  private final MemorySwarmStore table;
  private final RedisSwarmStore.Terms terms;
  private final RedisMetrics metrics;
  private final Outbox outbox = new Outbox();
  private final LogReader reader;
  private final Thread thread;

  private volatile boolean level;
  private volatile boolean waits;
  private volatile boolean closed;
  private volatile long levelSince;
  private volatile @Nullable String trouble;
  private long greetedAt;
  private long awaySince;

  /** A log that begins to be read at once, through the connections that are made then. */
  RedisLog(
      Supplier<RedisServer> servers,
      MemorySwarmStore table,
      RedisSwarmStore.Terms terms,
      RedisMetrics metrics) {
    this.servers = servers;
    this.table = table;
    this.terms = terms;
    this.metrics = metrics;
    this.reader = new LogReader(table, outbox, metrics);
    this.awaySince = table.millis();
    this.thread = Thread.ofPlatform().name("redis-log").daemon().start(this::run);
  }

  /** Whether all of the log has been read, and can be written to. */
  boolean isLevel() {
    return level;
  }

  /** What keeps it from being level, if that is known. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Since when, by the table's clock, what was applied is in the log for sure. */
  long writtenSince() {
    return level ? levelSince : table.millis() + 1;
  }

  /** Writes a change and applies it, for any thread; the future is completed in any case. */
  CompletableFuture<Selection> submit(Change change, int wanted) {
    Pending pending = new Pending(change, wanted, table.millis(), new CompletableFuture<>());
    if (!level || !outbox.add(pending)) {
      answerAlone(pending);
    } else if (!level) {
      outbox.takeWaiting(this::answerAlone);
    } else if (waits) {
      LockSupport.unpark(thread);
    }
    return pending.answer();
  }

  /** Applies a change without the log, and keeps it until it can be written; or refuses it. */
  private void answerAlone(Pending pending) {
    if (terms.refuses()) {
      metrics.refused();
      pending.answer().completeExceptionally(new StoreUnavailableException("Redis is away"));
      return;
    }
    outbox.keep(pending);
    if (!pending.answer().isDone()) {
      metrics.alone();
      pending.answer().complete(reader.apply(pending.change(), pending.wanted(), pending.at()));
    }
  }

  private void run() {
    while (!closed) {
      try (RedisServer server = servers.get()) {
        follow(server);
      } catch (RedisException e) {
        leave(RedisServer.explain(e));
      } catch (RuntimeException e) {
        LOG.error("The log in Redis failed unexpectedly", e);
        leave(e.toString());
      }
      LockSupport.parkNanos(closed ? 1 : RECONNECT_NANOS);
    }
    leave("the tracker ends");
  }

  /** Reads and writes until that fails, or until it is closed and nothing is under way. */
  private void follow(RedisServer server) {
    reader.resume(server, terms.ttl());
    greetedAt = table.millis() - GREETING_MILLIS;
    RedisServer.Round round = send(server);
    while (!closed || !outbox.isReadBack() || outbox.hasWaiting()) {
      RedisServer.Read read = metrics.call(round::await);
      long lag = reader.note(read);
      if (read.millis() < reader.readToMillis()) {
        reader.resume(server, terms.ttl()); // Another server, or another time, is in force.
      }
      boolean isBusy = lag > 0 || outbox.hasWaiting();
      if (isBusy) {
        round = send(server); // Redis works on this while what was read is applied.
      }
      reader.apply(read.entries());
      checkLevel(lag);
      if (!isBusy) {
        awaitWork();
        round = send(server);
      }
    }
  }

  private RedisServer.Round send(RedisServer server) {
    long now = table.millis();
    if (now - greetedAt >= Math.min(GREETING_MILLIS, terms.ttl().toMillis() / 2)) {
      greetedAt = now;
      outbox.greet();
      server.expire(terms.ttl().multipliedBy(2));
    }
    if (level) {
      outbox.writeKept(now - terms.ttl().toMillis());
    }
    for (Outbox.Entry entry : outbox.nextEntries(reader.ahead())) {
      metrics.batch(entry.changes().size());
      server.add(entry.bytes(), reader.redisMillis() - terms.ttl().toMillis());
    }
    return server.send(reader.ask());
  }

  private void checkLevel(long lag) {
    if (level && lag > MOST_LAG_MILLIS) {
      leave("reads the log " + lag + " ms late");
      outbox.greet();
    } else if (!level && outbox.isReadBack()) {
      LOG.info("Level with the log in Redis, after {} ms", table.millis() - awaySince);
      trouble = null;
      levelSince = table.millis();
      level = true;
    }
  }

  private void leave(String why) {
    if (trouble == null && !closed) {
      String announces = terms.refuses() ? "refused with 503" : "answered from memory";
      LOG.warn("Not level with the log in Redis, announces are {}: {}", announces, why);
    }
    awaySince = level ? table.millis() : awaySince;
    trouble = why;
    level = false;
    outbox.takeAll(this::answerAlone);
  }

  private void awaitWork() {
    waits = true;
    if (!outbox.hasWaiting() && !closed) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    waits = false;
  }

  /** Writes and answers what waits, if Redis can be reached, and ends the thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
