package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Cap;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Swarms in memory, without a thread of its own: an announce sweeps its own swarm, and in passing
 * two others whose turn it is, so that swarms that nobody asks for any more go too, as fast as new
 * ones can come. What remains when all announces cease goes with the next {@link #counts()}.
 */
public final class MemorySwarmStore implements SwarmStore {
  private static final int TURNS_PER_ANNOUNCE = 2;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Selection NO_ROOM =
      new Selection(PeerList.EMPTY, SwarmCounts.NONE, Cap.SWARMS);

  private final int ttlMillis;
  private final LongSupplier nanoTime;
  private final long began;
  private final Supplier<? extends RandomGenerator> random;
  private final int mostSwarms;
  private final MemorySwarm.Frame frame;
  private final Map<InfoHash, MemorySwarm> swarms = new ConcurrentHashMap<>();
  private final AtomicInteger swarmsHeld = new AtomicInteger();

  /** Every swarm once, the one to be swept next at the head. */
  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();

  private record Turn(InfoHash infoHash, MemorySwarm swarm, long due) {}

  /**
   * An empty store.
   *
   * @param ttl how long a member lives after its last announce, in whole milliseconds
   * @param caps exact, but for that on addresses, see {@link AddressCounts}
   * @param nanoTime as {@link System#nanoTime}: a clock that nobody sets
   * @param random gives each caller a generator that its thread may use
   */
  public MemorySwarmStore(
      Duration ttl, Caps caps, LongSupplier nanoTime, Supplier<? extends RandomGenerator> random) {
    this.ttlMillis = Math.toIntExact(ttl.toMillis());
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.random = random;
    this.mostSwarms = caps.swarms();
    long salt = random.get().nextLong();
    AddressCounts addresses = new AddressCounts(caps.peersPerAddress(), salt);
    this.frame = new MemorySwarm.Frame(salt, caps.peersPerSwarm(), addresses);
  }

  @Override
  public CompletableFuture<Selection> announce(Announce announce, int wanted) {
    long now = millis();
    Selection selection = null;
    while (selection == null) {
      MemorySwarm swarm = swarms.computeIfAbsent(announce.swarm(), _ -> newSwarm());
      selection =
          swarm == null
              ? NO_ROOM
              : change(
                  swarm,
                  announce.swarm(),
                  now,
                  members -> members.announce(announce, now + ttlMillis, wanted, random.get()));
    }
    sweepInTurn(now);
    return CompletableFuture.completedFuture(selection);
  }

  @Override
  public CompletableFuture<Selection> look(Announce announce, int wanted) {
    long now = millis();
    MemorySwarm swarm = swarms.get(announce.swarm());
    Selection selection = new Selection(PeerList.EMPTY, SwarmCounts.NONE);
    if (swarm != null) {
      synchronized (swarm) {
        swarm.dropExpired(now);
        selection = swarm.look(announce, wanted, random.get());
        letGoIfEmpty(announce.swarm(), swarm);
      }
    }
    sweepInTurn(now);
    return CompletableFuture.completedFuture(selection);
  }

  /** This store's clock: milliseconds since it was made. */
  public long millis() {
    return (nanoTime.getAsLong() - began) / NANOS_PER_MILLI;
  }

  /**
   * What a caller is answered without being listed, if it need not be.
   *
   * @param answer null when it has to be listed first
   * @param completed what was completed in the swarm so far
   */
  public record Known(@Nullable Selection answer, long completed) {}

  /**
   * Looks whether a caller need not be listed: because it is listed just as it says and was renewed
   * at {@code since} or later, or because a cap keeps it off. Changes nothing but for those that
   * have expired.
   *
   * @param since by this store's clock, in milliseconds
   */
  public Known answerIfKnown(Announce announce, int wanted, long since) {
    MemorySwarm swarm = swarms.get(announce.swarm());
    if (swarm == null) {
      return new Known(swarmsHeld.get() >= mostSwarms ? NO_ROOM : null, 0);
    }
    synchronized (swarm) {
      swarm.dropExpired(millis());
      Selection answer = swarm.answer(announce, since + ttlMillis, wanted, random.get());
      return new Known(answer, swarm.counts().completed());
    }
  }

  /**
   * An announce that was heard of earlier, maybe by another store.
   *
   * @param completedBefore what was completed in the swarm before it, as far as is known there
   * @param at when it was heard of, by this store's clock, in milliseconds
   */
  public record Heard(Announce announce, long completedBefore, long at) {}

  /**
   * Lists a peer as of the time at which it was heard of, whatever the caps say; not one that has
   * expired since, and not in place of what is known from later.
   *
   * @return as {@link #announce}
   */
  public Selection apply(Heard heard, int wanted) {
    long now = millis();
    if (heard.at + ttlMillis <= now) {
      return new Selection(PeerList.EMPTY, SwarmCounts.NONE);
    }
    Selection selection = null;
    while (selection == null) {
      MemorySwarm swarm =
          swarms.computeIfAbsent(
              heard.announce.swarm(),
              _ -> {
                swarmsHeld.incrementAndGet();
                return new MemorySwarm(frame);
              });
      selection =
          change(
              swarm,
              heard.announce.swarm(),
              now,
              members -> members.apply(heard, heard.at + ttlMillis, wanted, random.get()));
    }
    sweepInTurn(now);
    return selection;
  }

  /** Gives null when there are as many as may be. */
  private @Nullable MemorySwarm newSwarm() {
    if (swarmsHeld.incrementAndGet() > mostSwarms) {
      swarmsHeld.decrementAndGet();
      return null;
    }
    return new MemorySwarm(frame);
  }

  /** Gives null when the swarm was let go of between finding it and locking it. */
  private @Nullable Selection change(
      MemorySwarm swarm, InfoHash infoHash, long now, Function<MemorySwarm, Selection> by) {
    synchronized (swarm) {
      if (swarm.isGone()) {
        return null;
      }
      boolean waitsForTurn = !swarm.isEmpty();
      swarm.dropExpired(now);
      Selection selection = by.apply(swarm);
      if (!waitsForTurn && !letGoIfEmpty(infoHash, swarm)) {
        turns.add(new Turn(infoHash, swarm, now + ttlMillis));
      }
      return selection;
    }
  }

  @Override
  public CompletableFuture<SwarmCounts> remove(InfoHash infoHash, PeerId peer) {
    return CompletableFuture.completedFuture(remove(infoHash, swarm -> swarm.remove(peer)));
  }

  /**
   * Removes a peer that left some time ago, unless it was heard of since.
   *
   * @param at when it left, by this store's clock, in milliseconds
   * @return as {@link #remove}
   */
  public SwarmCounts removeIfNotHeardOfSince(InfoHash infoHash, PeerId peer, long at) {
    return remove(infoHash, swarm -> swarm.removeUpTo(peer, at + ttlMillis));
  }

  private SwarmCounts remove(InfoHash infoHash, Function<MemorySwarm, SwarmCounts> by) {
    long now = millis();
    MemorySwarm swarm = swarms.get(infoHash);
    SwarmCounts counts = SwarmCounts.NONE;
    if (swarm != null) {
      synchronized (swarm) {
        swarm.dropExpired(now);
        counts = by.apply(swarm);
        letGoIfEmpty(infoHash, swarm);
      }
    }
    sweepInTurn(now);
    return counts;
  }

  @Override
  public CompletableFuture<SwarmCounts> scrape(InfoHash infoHash) {
    MemorySwarm swarm = swarms.get(infoHash);
    return CompletableFuture.completedFuture(
        swarm == null ? SwarmCounts.NONE : countsOf(infoHash, swarm, millis()));
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {
    long now = millis();
    swarms.forEach((infoHash, swarm) -> {
      SwarmCounts counts = countsOf(infoHash, swarm, now);
      if (counts.peers() > 0) {
        visitor.visit(infoHash, counts);
      }
    });
  }

  @Override
  public Iterable<SwarmPeer> members(InfoHash infoHash) {
    MemorySwarm swarm = swarms.get(infoHash);
    if (swarm == null) {
      return List.of();
    }
    synchronized (swarm) {
      swarm.dropExpired(millis());
      return swarm.copy();
    }
  }

  @Override
  public StoreCounts counts() {
    long now = millis();
    StoreCounts counts = StoreCounts.NONE;
    for (Map.Entry<InfoHash, MemorySwarm> entry : swarms.entrySet()) {
      counts = counts.plusSwarm(countsOf(entry.getKey(), entry.getValue(), now));
    }
    while (sweepNext(now)) {
      // Drops the turns of swarms that are gone; the others were swept just now.
    }
    return counts;
  }

  private SwarmCounts countsOf(InfoHash infoHash, MemorySwarm swarm, long now) {
    synchronized (swarm) {
      swarm.dropExpired(now);
      letGoIfEmpty(infoHash, swarm);
      return swarm.counts();
    }
  }

  /** How many swarms take up memory, with or without living members. */
  int swarmsHeld() {
    return swarmsHeld.get();
  }

  private void sweepInTurn(long now) {
    for (int i = 0; i < TURNS_PER_ANNOUNCE && sweepNext(now); i++) {
      // The condition does it.
    }
  }

  /** Sweeps the swarm at the head of the queue; false when it is not due. */
  private boolean sweepNext(long now) {
    Turn head = turns.peek();
    if (head == null || head.due > now) {
      return false;
    }
    Turn turn = turns.poll();
    if (turn != null) {
      synchronized (turn.swarm) {
        turn.swarm.dropExpired(now);
        letGoIfEmpty(turn.infoHash, turn.swarm);
        if (!turn.swarm.isGone()) {
          turns.add(new Turn(turn.infoHash, turn.swarm, now + ttlMillis));
        }
      }
    }
    return turn != null;
  }

  /** The caller holds the swarm's monitor. Says whether the swarm is gone. */
  private boolean letGoIfEmpty(InfoHash infoHash, MemorySwarm swarm) {
    if (swarm.isEmpty() && !swarm.isGone()) {
      swarm.letGo();
      swarms.remove(infoHash, swarm);
      swarmsHeld.decrementAndGet();
    }
    return swarm.isGone();
  }
}
