package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.cluster.RedisClusterClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Swarms that all trackers on one Redis (6.2 or newer, alone, with replicas or as a cluster) share.
 * Each holds all of them in memory; what changes them goes through a log in Redis, and every
 * tracker applies it in the order of the log. An announce is answered after it was applied, or at
 * once where it changes nothing that matters: where the caller is listed just as it says and was
 * renewed lately, or where a cap keeps it off.
 */
public final class RedisSwarmStore implements SwarmStore, AutoCloseable {
  /** All are used in a cluster, over whose slots they are spread evenly; else the first alone. */
  private static final List<String> STREAMS = List.of("ti3:{7}", "ti3:{6}", "ti3:{9}", "ti3:{8}");

  /** How long a tracker that has no Redis when it starts waits for one before it serves. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final Terms terms;
  private final MemorySwarmStore table;
  private final List<RedisLog> logs;
  private final long startedAt;
  private volatile boolean served;

  /**
   * How the store works.
   *
   * @param ttl how long a member lives after an announce that was written
   * @param fresh how old that may be for the next one not to be written, too
   * @param caps of each tracker's table, which is that of all
   * @param refuses whether announces are refused, not answered from memory, while Redis is away
   */
  public record Terms(Duration ttl, Duration fresh, Caps caps, boolean refuses) {}

  /** Whether the store is level with the log. */
  public enum State {
    /** Not yet, since it began: it is not to be asked. */
    STARTING,
    /** It is. */
    LEVEL,
    /** Not now: it knows nothing of what others hear, or refuses announces. */
    AWAY
  }

  /**
   * How the store is.
   *
   * @param trouble what is wrong, in words for an operator; null when nothing is
   */
  public record Status(State state, @Nullable String trouble) {}

  /**
   * A store that begins to read the log at once.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public RedisSwarmStore(
      LettuceConnectionFactory redis, Terms terms, LongSupplier nanoTime, MeterRegistry registry) {
    this.nanoTime = nanoTime;
    this.terms = terms;
    this.startedAt = nanoTime.getAsLong();
    this.table = new MemorySwarmStore(terms.ttl, terms.caps, nanoTime, ThreadLocalRandom::current);
    RedisMetrics metrics = new RedisMetrics(registry);
    boolean isCluster = redis.getRequiredNativeClient() instanceof RedisClusterClient;
    this.logs =
        STREAMS.stream()
            .limit(isCluster ? STREAMS.size() : 1)
            .map(key -> key.getBytes(US_ASCII))
            .map(key -> new RedisLog(() -> RedisServer.connect(redis, key), table, terms, metrics))
            .toList();
    metrics.level(() -> status().state == State.LEVEL);
  }

  @Override
  public CompletableFuture<Selection> announce(Announce announce, int wanted) {
    RedisLog log = logOf(announce.swarm());
    if (terms.refuses && !log.isLevel()) {
      return CompletableFuture.failedFuture(new StoreUnavailableException("Redis is away"));
    }
    long fresh = Math.max(table.millis() - terms.fresh.toMillis(), log.writtenSince());
    MemorySwarmStore.Unchanged known = table.answerIfUnchanged(announce, wanted, fresh);
    if (known.answer() != null) {
      return CompletableFuture.completedFuture(known.answer());
    }
    return log.submit(new Listed(announce, known.completed(), 0), wanted);
  }

  @Override
  public CompletableFuture<SwarmCounts> remove(InfoHash swarm, PeerId peer) {
    return logOf(swarm).submit(new Left(swarm, peer), 0).thenApply(Selection::counts);
  }

  /** The lowest bits of all bytes' exclusive or. All trackers have to agree on it. */
  private RedisLog logOf(InfoHash swarm) {
    Bytes32 bytes = swarm.value();
    long bits = bytes.w0() ^ bytes.w1() ^ bytes.w2() ^ bytes.w3();
    bits ^= bits >>> 32;
    bits ^= bits >>> 16;
    bits ^= bits >>> 8;
    return logs.get((int) bits & (logs.size() - 1));
  }

  @Override
  public CompletableFuture<Selection> look(Announce announce, int wanted) {
    return refuses()
        ? CompletableFuture.failedFuture(new StoreUnavailableException("Redis is away"))
        : table.look(announce, wanted);
  }

  @Override
  public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
    return refuses()
        ? CompletableFuture.failedFuture(new StoreUnavailableException("Redis is away"))
        : table.scrape(swarm);
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {
    requireServing();
    table.forEachSwarm(visitor);
  }

  @Override
  public Iterable<SwarmPeer> members(InfoHash swarm) {
    requireServing();
    return table.members(swarm);
  }

  @Override
  public StoreCounts counts() {
    requireServing();
    return table.counts();
  }

  private void requireServing() {
    if (refuses()) {
      throw new StoreUnavailableException("Redis is away");
    }
  }

  private boolean refuses() {
    return terms.refuses && !logs.stream().allMatch(RedisLog::isLevel);
  }

  /** How the store is now. */
  public Status status() {
    if (logs.stream().allMatch(RedisLog::isLevel)) {
      served = true;
      return new Status(State.LEVEL, null);
    }
    String trouble =
        logs.stream().map(RedisLog::trouble).flatMap(Stream::ofNullable).findFirst().orElse(null);
    boolean waits = trouble == null || nanoTime.getAsLong() - startedAt < PATIENCE_NANOS;
    return new Status(!served && waits ? State.STARTING : State.AWAY, trouble);
  }

  /** Answers what is under way. */
  @Override
  public void close() {
    logs.forEach(RedisLog::close);
  }
}
