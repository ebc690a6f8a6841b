package io.torrentinno.tracker.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.Caps;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
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
  private final byte[] terms;
  private final LongSupplier nanoTime;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable Open redis;

  private record Open(AbstractRedisClient client, StatefulConnection<byte[], byte[]> connection) {}

  RedisLink(LettuceConnectionFactory connections, Duration ttl, Caps caps, LongSupplier nanoTime) {
    this.connections = connections;
    this.nanoTime = nanoTime;
    long seconds = ttl.plusNanos(Duration.ofSeconds(1).toNanos() - 1).toSeconds();
    ByteBuffer packed = ByteBuffer.allocate(3 * Integer.BYTES).putInt(Math.toIntExact(seconds));
    this.terms = packed.putInt(caps.peersPerSwarm()).putInt(caps.swarms()).array();
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

  private synchronized void connect() {
    if (redis == null) {
      try (RedisConnection connection = connections.getConnection()) {
        redis = new Open(connections.getRequiredNativeClient(), shared(connection));
      }
    }
  }

  @SuppressWarnings({
    "unchecked", // Spring's connections have keys and values of bytes.
    "deprecation" // Lettuce has no other way from commands to their connection.
  })
  private static StatefulConnection<byte[], byte[]> shared(RedisConnection connection) {
    return switch (connection.getNativeConnection()) {
      case RedisAsyncCommands<?, ?> one ->
          ((RedisAsyncCommands<byte[], byte[]>) one).getStatefulConnection();
      case RedisAdvancedClusterAsyncCommands<?, ?> cluster ->
          ((RedisAdvancedClusterAsyncCommands<byte[], byte[]>) cluster).getStatefulConnection();
      default -> throw new IllegalStateException("not a connection of Lettuce's");
    };
  }

  /**
   * Does everything in a list, after {@link #open()}: one round trip.
   *
   * @param requests of one group
   */
  CompletableFuture<List<Reply>> run(List<Request> requests) {
    return run(CommandType.EVALSHA, SwarmScript.DIGEST, requests)
        .exceptionallyCompose(failure ->
            isMissingScript(failure)
                ? run(CommandType.EVAL, SwarmScript.TEXT, requests)
                : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<List<Reply>> run(
      CommandType how, byte[] script, List<Request> requests) {
    List<AsyncCommand<byte[], byte[], List<byte[]>>> commands = new ArrayList<>();
    commands.add(command(how, arguments(script, requests)));
    for (Request request : requests) {
      if (request.reads().size() > 0) {
        commands.add(command(CommandType.HMGET, buckets(request)));
      }
    }
    long askedAt = nanoTime.getAsLong();
    dispatch(commands);
    return CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> replies(requests, commands.stream().map(AsyncCommand::join).iterator(), askedAt));
  }

  /** In one write to the socket where there is one server; through the cluster's map elsewhere. */
  private void dispatch(List<AsyncCommand<byte[], byte[], List<byte[]>>> commands) {
    StatefulConnection<byte[], byte[]> connection =
        Objects.requireNonNull(redis, "not open").connection;
    if (cluster() == null) {
      connection.dispatch(commands);
    } else {
      commands.forEach(connection::dispatch);
    }
  }

  private static AsyncCommand<byte[], byte[], List<byte[]>> command(
      CommandType type, CommandArgs<byte[], byte[]> arguments) {
    return new AsyncCommand<>(new Command<>(type, new Bulks(), arguments));
  }

  private static CommandArgs<byte[], byte[]> buckets(Request request) {
    CommandArgs<byte[], byte[]> arguments =
        new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(SwarmKey.of(request.swarm()));
    for (int i = 0; i < request.reads().size(); i++) {
      arguments.add(request.reads().name(i));
    }
    return arguments;
  }

  private static List<Reply> replies(
      List<Request> requests, Iterator<List<byte[]>> answers, long askedAt) {
    List<byte[]> shapes = answers.next();
    List<Reply> replies = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      Plan reads = requests.get(i).reads();
      List<Reply.Bucket> buckets = new ArrayList<>(reads.size());
      if (reads.size() > 0) {
        List<byte[]> rows = answers.next();
        for (int j = 0; j < rows.size(); j++) {
          if (rows.get(j).length > 0) {
            buckets.add(new Reply.Bucket(reads.bucket(j), ByteBuffer.wrap(rows.get(j))));
          }
        }
      }
      Shape shape = Shape.read(shapes.get(i), askedAt);
      replies.add(new Reply(shape, Shape.reached(shapes.get(i)), buckets));
    }
    return replies;
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
    arguments.add(terms);
    for (Request request : requests) {
      arguments.add(request.bytes());
    }
    return arguments;
  }
}
