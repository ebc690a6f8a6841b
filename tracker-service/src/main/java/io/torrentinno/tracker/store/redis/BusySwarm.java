package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A large swarm that many announce to. They are answered at once from what was read of it lately,
 * and Redis is told of them together, soon after, in a request that reads some more.
 *
 * <p>Whoever brings news from Redis does not wait for the lock: it may hold that of another swarm.
 */
final class BusySwarm {
  private static final int MOST_ENTRIES = 16;
  private static final int KINDS_OF_CALLERS = 1 << Row.TABLES; // by the tables they may hear of

  private final InfoHash swarm;
  private final BusySwarms all;
  private final @Nullable Pool[] pools = new @Nullable Pool[KINDS_OF_CALLERS];
  private final Set<PeerId> leaving = new HashSet<>();
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>(); // to be heard under the lock
  private Entries entries = new Entries(MOST_ENTRIES);
  private Shape shape = Shape.UNKNOWN;
  private boolean isAwaited; // by those who see to it that entries are sent
  private boolean isGone;

  BusySwarm(InfoHash swarm, BusySwarms all) {
    this.swarm = swarm;
    this.all = all;
  }

  /** Answers an announce, and sees to it that Redis is told; null when not enough is known. */
  synchronized @Nullable Selection answer(Draw draw, long now) {
    hearNews();
    if (isGone || isOld(now) || mayBeFull() || !draw.isSmallPartOf(shape)) {
      return null;
    }
    Pool pool = poolFor(draw, now);
    if (pool == null) {
      return null;
    }
    Selection selection = draw.from(pool, shape, ThreadLocalRandom.current());
    if (selection.peers().size() < draw.wanted()) {
      return null;
    }
    note(draw.announce(), now);
    return selection;
  }

  /** The pool with the most tables that has enough; null when none has. */
  private @Nullable Pool poolFor(Draw draw, long now) {
    boolean[] tables = draw.tables();
    for (int kind = pools.length - 1; kind > 0; kind--) {
      Pool pool = pools[kind];
      if (pool != null && pool.covers(tables)) {
        forgetOld(pool, now);
        if (pool.rows(tables) >= draw.rows()) {
          pool.need(draw.rows());
          return pool;
        }
      }
    }
    return null;
  }

  private void hearNews() {
    for (Runnable first = news.poll(); first != null; first = news.poll()) {
      first.run();
    }
  }

  private boolean isOld(long now) {
    return now - shape.askedAt() > Pool.MOST_AGE_NANOS;
  }

  private boolean mayBeFull() {
    return all.mayBeFull(shape.counts().peers() + entries.size());
  }

  private static int kind(Draw draw) {
    boolean[] tables = draw.tables();
    int kind = 0;
    for (int table = 0; table < tables.length; table++) {
      kind |= tables[table] ? 1 << table : 0;
    }
    return kind;
  }

  private void note(Announce announce, long now) {
    entries.add(announce, shape);
    if (entries.isFull()) {
      send(now);
    } else if (!isAwaited) {
      isAwaited = true;
      all.await(this, now);
    }
  }

  /** Brings what came of an announce that Redis was asked about. */
  void learn(Draw draw, Reply reply) {
    news.add(() -> {
      Pool pool = pools[kind(draw)];
      if (pool == null) {
        pool = new Pool(draw.tables(), reply.shape().askedAt());
        pools[kind(draw)] = pool;
      }
      pool.need(draw.rows());
      learn(pool, reply);
    });
  }

  private void learn(Pool pool, Reply reply) {
    shape = reply.shape();
    if (!isGone) {
      leaving.forEach(peer -> reply.buckets().forEach(bucket -> Pool.forget(peer, bucket)));
      forgetOld(pool, shape.askedAt());
      int before = pool.bytes();
      pool.add(reply.buckets(), shape.askedAt());
      all.holdsMore(pool.bytes() - before);
    }
  }

  private void forgetOld(Pool pool, long now) {
    int before = pool.bytes();
    pool.forgetOld(now);
    all.holdsMore(pool.bytes() - before);
  }

  /** Its turn has come to tell Redis what it was not told yet; done when Redis has heard. */
  synchronized CompletableFuture<?> sendAwaited(long now) {
    isAwaited = false;
    return send(now);
  }

  private CompletableFuture<?> send(long now) {
    if (entries.size() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    Entries sent = entries;
    entries = new Entries(MOST_ENTRIES);
    List<Pool> due = due(now);
    Pool first = due.isEmpty() ? null : due.removeFirst();
    Request told = Request.announces(swarm, sent, reads(first, now));
    CompletableFuture<?> heard = submit(told, first, sent.size());
    due.forEach(pool -> submit(Request.look(swarm, reads(pool, now)), pool, 0));
    return heard;
  }

  private List<Pool> due(long now) {
    List<Pool> due = new ArrayList<>();
    for (Pool pool : pools) {
      if (pool != null && pool.rowsDue(now) > 0) {
        due.add(pool);
      }
    }
    return due;
  }

  private Plan reads(@Nullable Pool pool, long now) {
    if (pool == null || shape.living(pool.tables()) == 0) {
      return Plan.NOTHING;
    }
    int rows = pool.rowsDue(now);
    pool.asked(now);
    return Plan.draw(shape, pool.tables(), rows, ThreadLocalRandom.current());
  }

  private CompletableFuture<?> submit(Request request, @Nullable Pool pool, int announces) {
    return all.submit(request)
        .whenComplete((reply, failure) -> {
          if (failure == null) {
            news.add(() -> received(request.reads(), pool, reply));
          } else {
            all.unwritten(announces);
            news.add(() -> shape = Shape.UNKNOWN);
          }
        });
  }

  private void received(Plan reads, @Nullable Pool pool, Reply reply) {
    if (pool != null && reads.fits(reply.shape(), pool.tables())) {
      learn(pool, reply);
    } else {
      shape = reply.shape();
    }
  }

  /** Redis is to be told at once, if there is something of that peer that it was not told. */
  synchronized void sendFirst(PeerId peer, long now) {
    if (entries.has(peer)) {
      send(now);
    }
  }

  /** A peer leaves, and is handed out no more, also if its row comes in a reply to come. */
  synchronized void leaves(PeerId peer, CompletableFuture<Reply> left) {
    hearNews();
    for (Pool pool : pools) {
      if (pool != null) {
        pool.forget(peer);
      }
    }
    leaving.add(peer);
    left.whenComplete((_, _) -> news.add(() -> leaving.remove(peer)));
  }

  /** Answers no more. */
  synchronized void close(long now) {
    hearNews();
    send(now);
    isGone = true;
    for (Pool pool : pools) {
      all.holdsMore(pool == null ? 0 : -pool.bytes());
    }
  }
}
