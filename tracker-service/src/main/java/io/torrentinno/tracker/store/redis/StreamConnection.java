package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection to the server that has a stream. Commands are collected and sent together, in one
 * write to the socket. For one thread; methods that wait for an answer block it.
 */
final class StreamConnection implements AutoCloseable {
  /** The most entries that are read at once. */
  static final int MOST_ENTRIES = 250;

  private static final byte[] FIELD = "e".getBytes(US_ASCII);
  private static final String TOO_OLD = "Redis 6.2 or newer is needed";
  private static final String REFUSED =
      "Redis refuses the login; check spring.data.redis.username and .password";

  /** What an operator can do, by the beginning of Redis's error. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "READONLY", "this Redis is read-only, maybe a replica that was a master",
          "OOM", "Redis is out of memory; raise its maxmemory",
          "WRONGTYPE", "another program has the tracker's key ti3:{…}; take another database",
          "NOPERM", "the login for Redis lacks a permission that docs/trackers-and-redis.md lists",
          "NOAUTH", REFUSED,
          "WRONGPASS", REFUSED,
          "ERR unknown command", "a command was renamed, or this is no Redis 6.2 or newer",
          "ERR syntax error", TOO_OLD,
          "ERR Invalid stream ID", TOO_OLD);

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
  void add(byte[] entry, long oldestMillis) {
    String oldest = Long.toString(Math.max(0, oldestMillis));
    XAddArgs trim = XAddArgs.Builder.minId(oldest).approximateTrimming();
    collected.add(connection.async().xadd(key, trim, Map.of(FIELD, entry)));
  }

  /** Collects a command that sets the time to live of the stream. */
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
            .xread(XReadArgs.Builder.count(MOST_ENTRIES), StreamOffset.from(key, position));
    return round(writes, entries);
  }

  /** The last entry of the stream, if there is one. */
  Result last() {
    return round(List.of(), connection.async().xrevrange(key, Range.unbounded(), Limit.from(1)))
        .await();
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
  record Result(List<StreamMessage<byte[], byte[]>> entries, long redisMillis) {}

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

  private static long millis(List<byte[]> secondsAndMicros) {
    long seconds = Long.parseLong(new String(secondsAndMicros.get(0), US_ASCII));
    long micros = Long.parseLong(new String(secondsAndMicros.get(1), US_ASCII));
    return TimeUnit.SECONDS.toMillis(seconds) + TimeUnit.MICROSECONDS.toMillis(micros);
  }

  void delete() {
    RedisFuture<Long> deleted = connection.async().del(key);
    connection.flushCommands();
    await(deleted);
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

  /** What is wrong and, where an operator can do something, what to do. */
  static String explain(Throwable failure) {
    String message = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    String innermost = message;
    return ADVICE.entrySet().stream()
            .filter(advice -> innermost.startsWith(advice.getKey()))
            .map(advice -> advice.getValue() + ": ")
            .findFirst()
            .orElse("")
        + innermost;
  }
}
