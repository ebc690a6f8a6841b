package io.torrentinno.tracker.store.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.torrentinno.tracker.store.redis.LogStream.Pending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that one Redis server has, and the thread that writes and reads them, in rounds: what
 * waits is written, what all trackers wrote is read and applied in the order of the stream, and
 * with it this tracker's own, which is answered then. After a failure the connection is made anew.
 */
final class RedisLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("io.torrentinno.tracker.store.redis");

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MOST_LAG_MILLIS = 1_000;
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Connector servers;
  private final List<LogStream> streams;
  private final Duration ttl;
  private final LocalAnswers alone;
  private final LongSupplier nanoTime;
  private final RedisMetrics metrics;
  private final RedisClock clock = new RedisClock();
  private final long greetingNanos;
  private final Thread thread;

  private volatile boolean level;
  private volatile boolean waits;
  private volatile boolean closed;
  private volatile long levelSince;
  private volatile @Nullable String trouble;
  private long sentAt;
  private long greetedAt;
  private long awaySince; // in milliseconds
  private long pause = FIRST_PAUSE_MILLIS;

  /** Makes a connection to the server that has a key. */
  @FunctionalInterface
  interface Connector {
    RedisServer connect(byte[] key);
  }

  RedisLog(
      Connector servers,
      List<LogStream> streams,
      RedisSwarmStore.Terms terms,
      LongSupplier nanoTime,
      RedisMetrics metrics) {
    this.servers = servers;
    this.streams = streams;
    this.ttl = terms.ttl();
    this.alone = new LocalAnswers(ttl, terms.refuses(), metrics);
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    this.awaySince = millis();
    this.greetingNanos = Math.min(GREETING_NANOS, ttl.toNanos() / 2);
    this.thread = Thread.ofPlatform().name("redis-log").daemon().start(this::run);
  }

  /** Whether all of the log has been read, and can be written to. */
  boolean isLevel() {
    return level;
  }

  /** What keeps it from being level; null when nothing is known to. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Since when, by the table's clock, what was applied is in the log for sure. */
  long writtenSince() {
    return level ? levelSince : millis() + 1;
  }

  /** Takes a change of one of the streams, for any thread. Its future is completed in any case. */
  void submit(LogStream stream, Pending pending) {
    if (!level) {
      alone.answer(stream, pending);
    } else if (!stream.add(pending)) {
      alone.refuse(pending, "too many announces wait for Redis");
    } else if (!level) {
      stream.takeWaiting(taken -> alone.answer(stream, taken));
    } else if (waits) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      try (RedisServer server = servers.connect(streams.getFirst().key())) {
        follow(server);
      } catch (RuntimeException e) {
        lose(e);
      }
      if (!closed) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
    leave("the tracker ends");
  }

  /** Reads and writes until it fails or is closed. */
  private void follow(RedisServer server) {
    clock.observe(server.time(), millis());
    streams.forEach(stream -> resume(server, stream));
    greetedAt = nanoTime.getAsLong() - greetingNanos;
    RedisServer.Round round = send(server);
    while (!closed) {
      List<StreamMessage<byte[], byte[]>> read = await(round);
      long now = clock.toRedis(millis());
      long lag = streams.stream().mapToLong(stream -> stream.take(read, now)).max().orElse(0);
      checkClock(server, round.millis());
      boolean isBusy = lag > 0 || hasWaiting();
      if (isBusy) {
        round = send(server); // Redis works on this while what was read is applied.
      }
      streams.forEach(stream -> stream.applyTaken(clock));
      checkLevel(lag);
      if (!isBusy) {
        awaitWork();
        round = send(server);
      }
    }
  }

  private void resume(RedisServer server, LogStream stream) {
    long last = server.lastMillis(stream.key());
    if (last - clock.toRedis(millis()) > ttl.toMillis()) {
      LOG.warn("Redis's clock was put back: the log begins anew");
      server.delete(stream.key());
      last = 0;
    }
    stream.resume(last);
  }

  private List<StreamMessage<byte[], byte[]>> await(RedisServer.Round round) {
    boolean answered = false;
    try {
      List<StreamMessage<byte[], byte[]>> read = round.await();
      answered = true;
      clock.observe(round.millis(), millis());
      return read;
    } finally {
      metrics.call(answered, nanoTime.getAsLong() - sentAt);
    }
  }

  private RedisServer.Round send(RedisServer server) {
    sentAt = nanoTime.getAsLong();
    boolean greets = sentAt - greetedAt >= greetingNanos;
    greetedAt = greets ? sentAt : greetedAt;
    long oldest = clock.toRedis(millis()) - ttl.toMillis();
    for (LogStream stream : streams) {
      if (greets) {
        stream.greet();
      }
      stream.nextEntries().forEach(entry -> server.add(stream.key(), entry, oldest));
      if (greets) {
        server.expire(stream.key(), ttl.multipliedBy(2));
      }
    }
    return server.send(streams);
  }

  /** A clock that is behind the log shows that another server, or another time, is in force. */
  private void checkClock(RedisServer server, long millis) {
    for (LogStream stream : streams) {
      if (millis < stream.readToMillis()) {
        resume(server, stream);
      }
    }
  }

  private void checkLevel(long lag) {
    if (level && lag > MOST_LAG_MILLIS) {
      leave("reads the log " + lag + " ms late");
      streams.forEach(LogStream::greet);
    } else if (!level && streams.stream().allMatch(LogStream::isLevel)) {
      arrive();
    }
    if (level) {
      alone.writeKept();
    }
  }

  private void arrive() {
    LOG.info("Level with the log in Redis, after {} ms", millis() - awaySince);
    pause = FIRST_PAUSE_MILLIS;
    trouble = null;
    levelSince = millis();
    level = true;
  }

  private void lose(RuntimeException failure) {
    if (failure instanceof RedisException) {
      leave(RedisServer.explain(failure));
    } else {
      LOG.error("The log in Redis failed unexpectedly", failure);
      leave(failure.toString());
    }
  }

  private void leave(String why) {
    if (trouble == null && !closed) {
      LOG.warn(
          "Not level with the log in Redis, announces are {}: {}",
          alone.areRefusals() ? "refused with 503" : "answered from this tracker's memory",
          why);
    }
    awaySince = level ? millis() : awaySince;
    trouble = why;
    level = false;
    for (LogStream stream : streams) {
      stream.takeSent(pending -> alone.answer(stream, pending));
      stream.takeWaiting(pending -> alone.answer(stream, pending));
    }
  }

  private void awaitWork() {
    waits = true;
    if (!hasWaiting()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    waits = false;
  }

  private boolean hasWaiting() {
    return streams.stream().anyMatch(LogStream::hasWaiting);
  }

  private long millis() {
    return streams.getFirst().millis();
  }

  /** Answers what waits, and ends the thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
