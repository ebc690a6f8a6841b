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
  private static final String TOO_OLD = "Redis 6.2 or newer is needed";
  private static final String REFUSED =
      "Redis refuses the login; look at spring.data.redis.username and .password";

  /** What an operator can do, by how Redis's error begins. */
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
  private final StatefulConnection<byte[], byte[]> closing;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final List<RedisFuture<?>> collected = new ArrayList<>();

  private RedisServer(
      byte[] key,
      StatefulConnection<byte[], byte[]> closing,
      StatefulRedisConnection<byte[], byte[]> connection) {
    this.key = key;
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
        return new RedisServer(key, all, all.getConnection(master.getNodeId()));
      } catch (RuntimeException e) {
        all.closeAsync();
        throw e;
      }
    }
    RedisClient client = (RedisClient) connections.getRequiredNativeClient();
    StatefulRedisConnection<byte[], byte[]> one = client.connect(ByteArrayCodec.INSTANCE);
    return new RedisServer(key, one, one);
  }

  /** Collects the writing of an entry, before which those older than {@code oldest} are cut off. */
  void add(byte[] entry, long oldestMillis) {
    String oldest = Long.toString(Math.max(0, oldestMillis));
    XAddArgs trim = XAddArgs.Builder.minId(oldest).approximateTrimming();
    collected.add(connection.async().xadd(key, trim, Map.of(FIELD, entry)));
  }

  void expire(Duration in) {
    collected.add(connection.async().pexpire(key, in));
  }

  /** Sends what was collected, and reads on behind the entry with an id. */
  Round send(String readTo) {
    List<RedisFuture<?>> writes = List.copyOf(collected);
    collected.clear();
    @SuppressWarnings("unchecked") // There are no arrays of generic types.
    RedisFuture<List<StreamMessage<byte[], byte[]>>> entries =
        connection
            .async()
            .xread(XReadArgs.Builder.count(MOST_ENTRIES), StreamOffset.from(key, readTo));
    return round(writes, entries);
  }

  /** The last entry of the stream. */
  Read last() {
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
   * What was read.
   *
   * @param millis Redis's time
   */
  record Read(List<StreamMessage<byte[], byte[]>> entries, long millis) {}

  /** Commands under way, in their order. */
  record Round(
      RedisServer server,
      List<RedisFuture<?>> writes,
      RedisFuture<List<StreamMessage<byte[], byte[]>>> entries,
      RedisFuture<List<byte[]>> time) {
    /** Waits for all answers. Throws what any of the commands failed by. */
    Read await() {
      List<byte[]> secondsAndMicros = server.await(time); // All others are answered before it.
      writes.forEach(server::await);
      return new Read(server.await(entries), millis(secondsAndMicros));
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
    closing.closeAsync();
  }

  /** Says what is wrong and, where an operator can do something, what. */
  static String explain(Throwable failure) {
    String said = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      said = cause.getMessage() == null ? said : cause.getMessage();
    }
    String message = said;
    return ADVICE.entrySet().stream()
            .filter(advice -> message.startsWith(advice.getKey()))
            .map(advice -> advice.getValue() + ": ")
            .findFirst()
            .orElse("")
        + message;
  }
}
