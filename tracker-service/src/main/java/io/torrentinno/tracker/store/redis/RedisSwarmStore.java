package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.cluster.RedisClusterClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.memory.Listing;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
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
 * Swarms that all trackers on one Redis share. The Redis has version 6.2 or newer, and is a single
 * server, a master with replicas, or a cluster. Each tracker holds all swarms in memory, in its
 * table. Changes go through a log in Redis, and each tracker applies all of them in the order of
 * the log. An announce is answered after it was applied, or at once when it changes nothing, or
 * from memory while the tracker is not level with the log.
 */
public final class RedisSwarmStore implements SwarmStore, AutoCloseable {
  /** A cluster has all of these, spread evenly over its slots; a single Redis has the first. */
  private static final List<String> STREAMS = List.of("ti3:{7}", "ti3:{6}", "ti3:{9}", "ti3:{8}");

  /**
   * How long a tracker that starts does not serve after a failure. Without a failure it does not
   * serve until it has read the log, which may be long.
   */
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** The time that a tracker which ends waits for Redis. */
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LongSupplier nanoTime;
  private final Options options;
  private final MemorySwarmStore table;
  private final List<RedisLog> logs;
  private final long startedAt;

  /**
   * How the store works.
   *
   * @param ttl how long a member lives after an announce that was written to the log
   * @param rewriteAfter an announce that says nothing new is written only if the last written one
   *     is at least this old
   * @param caps of the table
   * @param refusesWhenAway whether announces are refused, and not answered from memory, while Redis
   *     is away
   */
  public record Options(Duration ttl, Duration rewriteAfter, Caps caps, boolean refusesWhenAway) {}

  /** Whether the store is level with the log. */
  public enum State {
    /** The store has not been level yet, and is not to be used yet. */
    STARTING,
    /** The store is level with the log. */
    LEVEL,
    /** Not level: it answers without the other trackers' news, or refuses. */
    AWAY
  }

  /**
   * The state of the store.
   *
   * @param trouble what is wrong, for an operator; null when nothing is known to be wrong
   */
  public record Status(State state, @Nullable String trouble) {}

  /**
   * A store that begins to read the log at once.
   *
   * @param nanoTime a clock that is never set, such as {@link System#nanoTime()}
   */
  public RedisSwarmStore(
      LettuceConnectionFactory redis,
      Options options,
      LongSupplier nanoTime,
      MeterRegistry registry) {
    this.nanoTime = nanoTime;
    this.options = options;
    this.startedAt = nanoTime.getAsLong();
    this.table =
        new MemorySwarmStore(options.ttl, options.caps, nanoTime, ThreadLocalRandom::current);
    boolean isCluster = redis.getRequiredNativeClient() instanceof RedisClusterClient;
    this.logs =
        STREAMS.stream()
            .limit(isCluster ? STREAMS.size() : 1)
            .map(key -> key.getBytes(US_ASCII))
            .map(key ->
                new RedisLog(
                    () -> StreamConnection.connect(redis, key),
                    table,
                    options,
                    new RedisReport(registry, options.refusesWhenAway)))
            .toList();
    RedisReport.show(registry, () -> status().state == State.LEVEL);
  }

  @Override
  public CompletableFuture<Selection> announce(Announce announce, int wanted) {
    RedisLog log = logOf(announce.swarm());
    if (refuses(log)) {
      return CompletableFuture.failedFuture(log.refusal(RedisLog.NOT_LEVEL));
    }
    long since = Math.max(table.millis() - options.rewriteAfter.toMillis(), log.unwrittenBefore());
    MemorySwarmStore.EarlyAnswer early = table.answerIfUnchanged(announce, wanted, since);
    if (early.answer() != null) {
      return CompletableFuture.completedFuture(early.answer());
    }
    return log.submit(new Listed(announce.withProof(early.proof()), early.completed(), 0), wanted);
  }

  @Override
  public CompletableFuture<Selection> remove(InfoHash swarm, PeerId peer, Proof proof) {
    RedisLog log = logOf(swarm);
    // The order matters: a change that is no longer under way is in the table.
    boolean isUnderWay = log.underWay().mayHave(peer, proof);
    Listing ipv4 = table.listing(swarm, peer, true, proof);
    Listing ipv6 = table.listing(swarm, peer, false, proof);
    AddressFamilies leaves = familiesToLeave(ipv4, ipv6, isUnderWay);
    if (leaves == null) { // It is not written, or strangers could fill the log.
      Unlisted reached = Listing.isOthers(ipv4, ipv6) ? Unlisted.PEER_ID : null;
      return scrape(swarm).thenApply(counts -> new Selection(PeerList.EMPTY, counts, reached));
    }
    return log.submit(new Left(swarm, peer, leaves), 0);
  }

  /** A family without a listing is left too; a listing of another owner stays. Null for none. */
  private static @Nullable AddressFamilies familiesToLeave(
      Listing ipv4, Listing ipv6, boolean isUnderWay) {
    boolean ownsOne = ipv4 == Listing.OWN || ipv6 == Listing.OWN;
    boolean mayOwnOne = isUnderWay && (ipv4 == Listing.NONE || ipv6 == Listing.NONE);
    if (!ownsOne && !mayOwnOne) {
      return null;
    }
    if (ipv4 != Listing.OTHERS && ipv6 != Listing.OTHERS) {
      return AddressFamilies.BOTH;
    }
    return ipv4 == Listing.OTHERS ? AddressFamilies.IPV6 : AddressFamilies.IPV4;
  }

  /** The log of a swarm. All trackers have to choose the same one. */
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
    RedisLog log = logOf(announce.swarm());
    return refuses(log)
        ? CompletableFuture.failedFuture(log.refusal(RedisLog.NOT_LEVEL))
        : table.look(announce, wanted);
  }

  @Override
  public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
    return refuses(logOf(swarm))
        ? CompletableFuture.failedFuture(new StoreUnavailableException(RedisLog.NOT_LEVEL))
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
    if (logs.stream().anyMatch(this::refuses)) {
      throw new StoreUnavailableException(RedisLog.NOT_LEVEL);
    }
  }

  private boolean refuses(RedisLog log) {
    return options.refusesWhenAway && !log.isLevel();
  }

  /** The state of the store now. */
  public Status status() {
    if (logs.stream().allMatch(RedisLog::isLevel)) {
      return new Status(State.LEVEL, null);
    }
    Stream<RedisReport> reports = logs.stream().map(RedisLog::report);
    String trouble =
        reports.map(RedisReport::trouble).flatMap(Stream::ofNullable).findFirst().orElse(null);
    boolean isEarly = trouble == null || nanoTime.getAsLong() - startedAt < START_NANOS;
    boolean isStarting =
        isEarly && !logs.stream().map(RedisLog::report).allMatch(RedisReport::wasLevel);
    return new Status(isStarting ? State.STARTING : State.AWAY, trouble);
  }

  /** Writes and answers the changes that wait, if Redis can be reached. Waits for this a while. */
  @Override
  public void close() {
    logs.forEach(RedisLog::end);
    long until = nanoTime.getAsLong() + END_NANOS;
    try {
      for (RedisLog log : logs) {
        log.awaitEnd(Duration.ofNanos(until - nanoTime.getAsLong()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
