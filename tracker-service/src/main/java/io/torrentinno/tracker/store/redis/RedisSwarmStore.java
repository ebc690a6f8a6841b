package io.torrentinno.tracker.store.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Swarms in Redis 6.2 or newer, alone, with replicas or as a cluster. An announce is one round
 * trip, which it shares with those that come at the same time, in time that grows with the peers
 * drawn and not with the swarm; or none at all in a large swarm that many announce to. All times
 * are by Redis's clock, in whole seconds.
 */
public final class RedisSwarmStore implements SwarmStore, AutoCloseable {
  private static final int SCRAPES_AT_A_TIME = 1_000;
  private static final int POOLS_PART = 8; // an eighth of the heap

  private final Shapes shapes = new Shapes();
  private final LongSupplier nanoTime;
  private final RedisMetrics metrics;
  private final Lanes lanes;
  private final BusySwarms busySwarms;
  private final SwarmScan scan;

  /**
   * A store of what is in that Redis already.
   *
   * @param ttl how long a member lives after its last announce; a part of a second counts as a
   *     whole
   * @param caps that on swarms holds for each server, and counts all keys there; that on addresses
   *     is not applied
   * @param nanoTime as {@link System#nanoTime()}, to space out tries while Redis is away
   */
  public RedisSwarmStore(
      LettuceConnectionFactory redis,
      Duration ttl,
      Caps caps,
      LongSupplier nanoTime,
      MeterRegistry registry) {
    this.nanoTime = nanoTime;
    this.metrics = new RedisMetrics(registry, nanoTime);
    this.lanes = new Lanes(new RedisLink(redis, ttl, caps, nanoTime), metrics, nanoTime);
    long poolBytes = Runtime.getRuntime().maxMemory() / POOLS_PART;
    this.busySwarms =
        new BusySwarms(
            lanes, metrics, nanoTime, new BusySwarms.Limits(poolBytes, caps.peersPerSwarm()));
    this.scan = new SwarmScan(redis, lanes.gate());
  }

  @Override
  public CompletableFuture<Selection> announce(Announce announce, int wanted) {
    Draw draw = new Draw(announce, wanted);
    BusySwarm busy = busySwarms.get(announce.swarm());
    if (busy != null) {
      long now = nanoTime.getAsLong();
      Selection selection = busy.answer(draw, now);
      if (selection != null) {
        metrics.answeredAhead();
        return CompletableFuture.completedFuture(selection);
      }
      busy.sendFirst(announce.caller().id(), now);
    }
    return ask(draw);
  }

  private CompletableFuture<Selection> ask(Draw draw) {
    Announce announce = draw.announce();
    Shape known = shapes.get(announce.swarm());
    Plan plan = plan(draw, known);
    return lanes
        .submit(Request.announce(announce, known, plan))
        .thenCompose(reply -> {
          shapes.put(announce.swarm(), reply.shape());
          Selection drawn = drawn(draw, plan, reply);
          boolean fits = plan.fits(reply.shape(), draw.tables());
          if (fits && isBusy(draw, known, reply.shape())) {
            busySwarms.learn(draw, reply);
          }
          return fits && drawn.peers().size() >= draw.atLeast(reply.shape())
              ? CompletableFuture.completedFuture(drawn)
              : drawAgain(draw, reply);
        });
  }

  /** Whether a swarm was asked about a moment ago too, and is large. */
  private static boolean isBusy(Draw draw, Shape known, Shape now) {
    return now.askedAt() - known.askedAt() <= Pool.MOST_AGE_NANOS
        && draw.isSmallPartOf(known)
        && draw.isSmallPartOf(now);
  }

  /** For a swarm that has changed much since it was last seen: a second round trip. */
  private CompletableFuture<Selection> drawAgain(Draw draw, Reply first) {
    Plan plan = plan(draw, first.shape());
    return lanes
        .submit(Request.look(draw.announce().swarm(), plan))
        .thenApply(reply -> {
          Selection drawn = drawn(draw, plan, reply);
          return new Selection(drawn.peers(), drawn.counts(), first.reached());
        });
  }

  private static Plan plan(Draw draw, Shape shape) {
    return draw.wanted() == 0
        ? Plan.NOTHING
        : Plan.draw(shape, draw.tables(), draw.rows(), ThreadLocalRandom.current());
  }

  private static Selection drawn(Draw draw, Plan plan, Reply reply) {
    boolean whole = plan.isWhole(reply.shape(), draw.tables());
    return draw.from(reply, whole, ThreadLocalRandom.current());
  }

  @Override
  public CompletableFuture<SwarmCounts> remove(InfoHash swarm, PeerId peer) {
    BusySwarm busy = busySwarms.get(swarm);
    if (busy != null) {
      busy.sendFirst(peer, nanoTime.getAsLong());
    }
    CompletableFuture<Reply> left = lanes.submit(Request.leave(swarm, peer));
    if (busy != null) {
      busy.leaves(peer, left);
    }
    return left.thenApply(reply -> reply.shape().counts());
  }

  @Override
  public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
    return lanes
        .submit(Request.look(swarm, Plan.NOTHING))
        .thenApply(reply -> reply.shape().counts());
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {
    List<InfoHash> swarms = new ArrayList<>(scan.swarms());
    for (int from = 0; from < swarms.size(); from += SCRAPES_AT_A_TIME) {
      int to = Math.min(swarms.size(), from + SCRAPES_AT_A_TIME);
      List<InfoHash> some = swarms.subList(from, to);
      List<CompletableFuture<SwarmCounts>> counts = some.stream().map(this::scrape).toList();
      for (int i = 0; i < some.size(); i++) {
        SwarmCounts ofSwarm = await(counts.get(i));
        if (ofSwarm.peers() > 0) {
          visitor.visit(some.get(i), ofSwarm);
        }
      }
    }
  }

  @Override
  public Iterable<SwarmPeer> members(InfoHash swarm) {
    Function<Request, Reply> redis = request -> await(lanes.submit(request));
    return () -> new SwarmMembers(redis, swarm);
  }

  @Override
  public StoreCounts counts() {
    StoreCounts[] counts = {StoreCounts.NONE};
    forEachSwarm((_, ofSwarm) -> counts[0] = counts[0].plusSwarm(ofSwarm));
    return counts[0];
  }

  /** Tells Redis of announces that were answered already. From then on every one asks Redis. */
  @Override
  public void close() {
    busySwarms.close();
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreUnavailableException unavailable) {
        throw unavailable;
      }
      throw e;
    }
  }
}
