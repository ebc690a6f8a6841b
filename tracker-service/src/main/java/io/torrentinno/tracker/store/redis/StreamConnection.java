package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection to the server that has a stream. Commands are collected and sent together, in one
 * write to the socket. For one thread; methods that wait for an answer block it.
 */
final class StreamConnection implements AutoCloseable {
  /** The most entries that one round reads. */
  private static final int MOST_ENTRIES_READ = 250;

  private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);
  private static final String CHANGED = "another tracker has just changed the log";

  private final byte[] key;

  /** The connection to close: in a cluster, the one that {@link #connection} is a part of. */
  private final StatefulConnection<byte[], byte[]> outer;

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final List<RedisFuture<?>> collected = new ArrayList<>();

  private StreamConnection(
      byte[] key,
      StatefulConnection<byte[], byte[]> outer,
      StatefulRedisConnection<byte[], byte[]> connection) {
    this.key = key;
    this.outer = outer;
    this.connection = connection;
    connection.setAutoFlushCommands(false);
  }

  /** Connects. Names are resolved again, and the master is looked up again. */
  static StreamConnection connect(LettuceConnectionFactory connections, byte[] key) {
    if (connections.getRequiredNativeClient() instanceof RedisClusterClient cluster) {
      cluster.refreshPartitions();
      RedisClusterNode master = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
      if (master == null) {
        throw new RedisException("no server of the cluster serves " + new String(key, US_ASCII));
      }
      StatefulRedisClusterConnection<byte[], byte[]> all = cluster.connect(ByteArrayCodec.INSTANCE);
      try {
        return new StreamConnection(key, all, all.getConnection(master.getNodeId()));
      } catch (RuntimeException e) {
        all.closeAsync();
        throw e;
      }
    }
    RedisClient client = (RedisClient) connections.getRequiredNativeClient();
    StatefulRedisConnection<byte[], byte[]> one = client.connect(ByteArrayCodec.INSTANCE);
    return new StreamConnection(key, one, one);
  }

  /** Collects a command that writes an entry and removes entries that are older than a time. */
  void add(byte[][] entry, long oldestMillis) {
    XAddArgs trim = XAddArgs.Builder.minId(minId(oldestMillis)).approximateTrimming();
    collected.add(connection.async().xadd(key, trim, (Object[]) entry));
  }

  private static String minId(long millis) {
    return Long.toString(Math.max(0, millis));
  }

  /** Collects a command that sets the time to live of the stream, if there is a stream. */
  void expire(Duration in) {
    collected.add(connection.async().pexpire(key, in));
  }

  /** Sends the collected commands, and reads the entries after the one with this id. */
  Round send(String position) {
    List<RedisFuture<?>> writes = List.copyOf(collected);
    collected.clear();
    @SuppressWarnings("unchecked") // There are no arrays of generic types.
    RedisFuture<List<StreamMessage<byte[], byte[]>>> entries =
        connection
            .async()
            .xread(XReadArgs.Builder.count(MOST_ENTRIES_READ), StreamOffset.from(key, position));
    return round(writes, entries);
  }

  /**
   * Reads the end of the stream, and collects a command that trims the stream. It has to be the
   * first one that is sent: a full Redis refuses {@link #add}, but it still trims. Deletes a stream
   * that would not be trimmed for long, because Redis's clock was set back.
   *
   * @return the last entry of the stream, if there is one then
   */
  Result prepare(Duration ttl) {
    Result end = last(Range.unbounded());
    if (end.isSetBack(ttl)) {
      LOG.warn("Redis's clock was set back, so the log is deleted and begun again");
      delete(end.lastId());
      end = new Result(List.of(), end.redisMillis);
    }
    XTrimArgs trim = XTrimArgs.Builder.minId(minId(end.redisMillis - ttl.toMillis()));
    collected.add(connection.async().xtrim(key, trim));
    return end;
  }

  /** The last entry with such an id, if there is one. */
  private Result last(Range<String> ids) {
    return round(List.of(), connection.async().xrevrange(key, ids, Limit.from(1))).await();
  }

  /** Whether the stream has this entry. */
  boolean has(StreamMessage<byte[], byte[]> entry) {
    byte[] bytes = LogEntry.bytes(entry.getBody());
    return last(Range.create(entry.getId(), entry.getId())).entries.stream()
        .anyMatch(found -> Arrays.equals(LogEntry.bytes(found.getBody()), bytes));
  }

  /** The time that this connection waits for an answer. */
  Duration timeout() {
    return connection.getTimeout();
  }

  /** Deletes the stream. Fails where another tracker has changed it since its end was read. */
  void delete(String lastId) {
    RedisFuture<String> watched = connection.async().watch(key);
    // The next call sends both commands.
    if (!last(Range.unbounded()).lastId().equals(lastId)) {
      throw new RedisException(CHANGED);
    }
    await(watched);
    RedisFuture<String> begun = connection.async().multi();
    RedisFuture<Long> deleted = connection.async().del(key);
    RedisFuture<TransactionResult> ended = connection.async().exec();
    connection.flushCommands();
    await(begun);
    if (await(ended).wasDiscarded()) {
      throw new RedisException(CHANGED);
    }
    await(deleted);
  }

  private Round round(
      List<RedisFuture<?>> writes, RedisFuture<List<StreamMessage<byte[], byte[]>>> entries) {
    RedisFuture<List<byte[]>> time = connection.async().time();
    connection.flushCommands();
    return new Round(this, writes, entries, time);
  }

  /**
   * The entries that were read, in the order of the stream.
   *
   * @param redisMillis the time by Redis's clock
   */
  record Result(List<StreamMessage<byte[], byte[]>> entries, long redisMillis) {
    /** The id of the last entry that was read; the least id when none was. */
    String lastId() {
      return entries.isEmpty() ? "0-0" : entries.getLast().getId();
    }

    /** The time of the last entry that was read, by Redis's clock. */
    long lastMillis() {
      return millisOf(lastId());
    }

    /** 0 if all of the log was read; otherwise the age of the last entry that was read. */
    long lag() {
      return entries.size() < MOST_ENTRIES_READ ? 0 : Math.max(1, redisMillis - lastMillis());
    }

    /** Whether Redis's clock was set back, by more than the time to live, after the last entry. */
    boolean isSetBack(Duration ttl) {
      return lastMillis() - redisMillis > ttl.toMillis();
    }
  }

  /** Commands that were sent, in their order. */
  record Round(
      StreamConnection connection,
      List<RedisFuture<?>> writes,
      RedisFuture<List<StreamMessage<byte[], byte[]>>> entries,
      RedisFuture<List<byte[]>> time) {
    /** Waits for all answers. Throws {@link RedisException} when a command failed. */
    Result await() {
      List<byte[]> secondsAndMicros = connection.await(time); // Redis answers this command last.
      writes.forEach(connection::await);
      return new Result(connection.await(entries), millis(secondsAndMicros));
    }
  }

  /** The time of the entry with this id, by Redis's clock. */
  static long millisOf(String id) {
    return Long.parseLong(id, 0, id.indexOf('-'), 10);
  }

  private static long millis(List<byte[]> secondsAndMicros) {
    long seconds = Long.parseLong(new String(secondsAndMicros.get(0), US_ASCII));
    long micros = Long.parseLong(new String(secondsAndMicros.get(1), US_ASCII));
    return TimeUnit.SECONDS.toMillis(seconds) + TimeUnit.MICROSECONDS.toMillis(micros);
  }

  private <T> T await(Future<T> answer) {
    try {
      return answer.get(connection.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RedisException redis ? redis : new RedisException(e.getCause());
    } catch (TimeoutException e) {
      throw new RedisException("no answer within " + connection.getTimeout().toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException("interrupted", e);
    }
  }

  @Override
  public void close() {
    outer.closeAsync();
  }
}
