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
 * A connection to the one server that serves a stream. Commands are collected and go out together:
 * one write, and one answer to wait for. Used by one thread, which it may block.
 */
final class RedisServer implements AutoCloseable {
  /** The most entries of a stream that are read at once. */
  static final int MOST_ENTRIES = 250;

  private static final byte[] FIELD = "e".getBytes(US_ASCII);

  private final StatefulConnection<byte[], byte[]> closing;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final List<RedisFuture<?>> collected = new ArrayList<>();

  private RedisServer(
      StatefulConnection<byte[], byte[]> closing,
      StatefulRedisConnection<byte[], byte[]> connection) {
    this.closing = closing;
    this.connection = connection;
    connection.setAutoFlushCommands(false);
  }

  /** Makes a connection, for which names are resolved and masters looked for anew. */
  static RedisServer connect(LettuceConnectionFactory connections, byte[] key) {
    if (connections.getRequiredNativeClient() instanceof RedisClusterClient cluster) {
      cluster.refreshPartitions();
      RedisClusterNode master = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
      if (master == null) {
        throw new RedisException("no server of the cluster serves " + new String(key, US_ASCII));
      }
      StatefulRedisClusterConnection<byte[], byte[]> all = cluster.connect(ByteArrayCodec.INSTANCE);
      try {
        return new RedisServer(all, all.getConnection(master.getNodeId()));
      } catch (RuntimeException e) {
        all.closeAsync();
        throw e;
      }
    }
    RedisClient client = (RedisClient) connections.getRequiredNativeClient();
    StatefulRedisConnection<byte[], byte[]> one = client.connect(ByteArrayCodec.INSTANCE);
    return new RedisServer(one, one);
  }

  /** Collects the writing of an entry, before which those older than {@code oldest} are cut off. */
  void add(byte[] key, byte[] entry, long oldestMillis) {
    String oldest = Long.toString(Math.max(0, oldestMillis));
    XAddArgs trim = XAddArgs.Builder.minId(oldest).approximateTrimming();
    collected.add(connection.async().xadd(key, trim, Map.of(FIELD, entry)));
  }

  void expire(byte[] key, Duration in) {
    collected.add(connection.async().pexpire(key, in));
  }

  /** Sends what was collected, and reads on in streams. */
  Round send(List<LogStream> streams) {
    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    StreamOffset<byte[]>[] from =
        streams.stream().map(LogStream::readFrom).toArray(StreamOffset[]::new);
    RedisFuture<List<byte[]>> time = connection.async().time();
    RedisFuture<List<StreamMessage<byte[], byte[]>>> read =
        connection.async().xread(XReadArgs.Builder.count(MOST_ENTRIES), from);
    connection.flushCommands();
    List<RedisFuture<?>> writes = List.copyOf(collected);
    collected.clear();
    return new Round(writes, time, read);
  }

  /** Commands under way. */
  final class Round {
    private final List<RedisFuture<?>> writes;
    private final RedisFuture<List<byte[]>> time;
    private final RedisFuture<List<StreamMessage<byte[], byte[]>>> read;

    private Round(
        List<RedisFuture<?>> writes,
        RedisFuture<List<byte[]>> time,
        RedisFuture<List<StreamMessage<byte[], byte[]>>> read) {
      this.writes = writes;
      this.time = time;
      this.read = read;
    }

    /**
     * Waits for all answers, and gives what was read. Throws what any of the commands failed by.
     */
    List<StreamMessage<byte[], byte[]>> await() {
      writes.forEach(RedisServer.this::await);
      RedisServer.this.await(time);
      return RedisServer.this.await(read);
    }

    /** Redis's time, after {@link #await}. */
    long millis() {
      return RedisServer.millis(RedisServer.this.await(time));
    }
  }

  /** Redis's time. */
  long time() {
    RedisFuture<List<byte[]>> time = connection.async().time();
    connection.flushCommands();
    return millis(await(time));
  }

  private static long millis(List<byte[]> secondsAndMicros) {
    long seconds = Long.parseLong(new String(secondsAndMicros.get(0), US_ASCII));
    long micros = Long.parseLong(new String(secondsAndMicros.get(1), US_ASCII));
    return TimeUnit.SECONDS.toMillis(seconds) + TimeUnit.MICROSECONDS.toMillis(micros);
  }

  /** The time of a stream's last entry, or 0. */
  long lastMillis(byte[] key) {
    RedisFuture<List<StreamMessage<byte[], byte[]>>> last =
        connection.async().xrevrange(key, Range.unbounded(), Limit.from(1));
    connection.flushCommands();
    List<StreamMessage<byte[], byte[]>> entry = await(last);
    return entry.isEmpty() ? 0 : LogStream.millisOf(entry.getFirst().getId());
  }

  void delete(byte[] key) {
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
    closing.closeAsync();
  }

  /** Says what is wrong and, where an operator can do something, what. */
  static String explain(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : advice(message) + message;
  }

  private static String advice(String message) {
    if (message.startsWith("READONLY")) {
      return "this Redis is read-only, maybe a replica that was a master: ";
    } else if (message.startsWith("OOM")) {
      return "Redis is out of memory; raise its maxmemory: ";
    } else if (message.startsWith("WRONGTYPE")) {
      return "another program's data is under the tracker's keys ti3:{…}; take another database: ";
    } else if (message.startsWith("NOPERM")) {
      return "the login for Redis lacks a permission that docs/trackers-and-redis.md lists: ";
    } else if (message.startsWith("NOAUTH") || message.startsWith("WRONGPASS")) {
      return "Redis refuses the login; look at spring.data.redis.username and .password: ";
    } else if (message.startsWith("ERR unknown command")) {
      return "Redis does not know a command: it was renamed, or this is no Redis 6.2 or newer: ";
    } else if (message.startsWith("ERR syntax error") || message.contains("Invalid stream ID")) {
      return "Redis 6.2 or newer is needed: ";
    }
    return "";
  }
}
