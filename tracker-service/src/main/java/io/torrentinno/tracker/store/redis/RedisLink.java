package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.torrentinno.protocol.model.InfoHash;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Runs {@code swarm.lua} over the one connection that all callers share, which there is from the
 * first use on and which finds back to its server, or servers, by itself.
 */
final class RedisLink {
  /** The server, where there is one only. */
  static final String ONLY_SERVER = "";

  private final LettuceConnectionFactory connections;
  private final byte[] ttlSeconds;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable Open redis;

  private record Open(
      AbstractRedisClient client, RedisClusterAsyncCommands<byte[], byte[]> commands) {}

  RedisLink(LettuceConnectionFactory connections, Duration ttl) {
    this.connections = connections;
    long seconds = ttl.plusNanos(Duration.ofSeconds(1).toNanos() - 1).toSeconds();
    this.ttlSeconds = Long.toString(seconds).getBytes(US_ASCII);
  }

  /** Names the server that has a swarm, as far as that is known. */
  String serverOf(InfoHash swarm) {
    RedisClusterClient cluster = cluster();
    RedisClusterNode node =
        cluster == null ? null : cluster.getPartitions().getMasterBySlot(slotOf(swarm));
    return node == null ? ONLY_SERVER : node.getNodeId();
  }

  /** Swarms with the same number may be in one call; which swarms may be, depends on the server. */
  int groupOf(InfoHash swarm) {
    return cluster() == null ? 0 : slotOf(swarm);
  }

  private @Nullable RedisClusterClient cluster() {
    Open open = redis;
    return open != null && open.client instanceof RedisClusterClient cluster ? cluster : null;
  }

  private static int slotOf(InfoHash swarm) {
    return SlotHash.getSlot(SwarmKey.of(swarm));
  }

  /** Sees to it that there is a connection. */
  CompletableFuture<Void> open() {
    return redis != null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.runAsync(this::connect, threads);
  }

  @SuppressWarnings("unchecked") // Spring's connections have keys and values of bytes.
  private synchronized void connect() {
    if (redis == null) {
      try (RedisConnection connection = connections.getConnection()) {
        redis =
            new Open(
                connections.getRequiredNativeClient(),
                (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection());
      }
    }
  }

  /**
   * Does everything in a list, after {@link #open()}: one round trip.
   *
   * @param requests of one group
   */
  CompletionStage<List<byte[]>> run(List<Request> requests) {
    RedisClusterAsyncCommands<byte[], byte[]> commands =
        Objects.requireNonNull(redis, "not open").commands;
    return commands
        .dispatch(CommandType.EVALSHA, new Bulks(), arguments(SwarmScript.DIGEST, requests))
        .exceptionallyCompose(failure ->
            isMissingScript(failure)
                ? commands.dispatch(
                    CommandType.EVAL, new Bulks(), arguments(SwarmScript.TEXT, requests))
                : CompletableFuture.failedFuture(failure));
  }

  private static boolean isMissingScript(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisNoScriptException;
  }

  private CommandArgs<byte[], byte[]> arguments(byte[] script, List<Request> requests) {
    CommandArgs<byte[], byte[]> arguments =
        new CommandArgs<>(ByteArrayCodec.INSTANCE).add(script).add(requests.size());
    for (Request request : requests) {
      arguments.addKey(SwarmKey.of(request.swarm()));
    }
    arguments.add(ttlSeconds);
    for (Request request : requests) {
      arguments.add(request.bytes());
    }
    return arguments;
  }
}
