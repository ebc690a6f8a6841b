package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
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
 * Swarms in memory. The store has no thread of its own: each call removes the expired members of
 * its own swarm, and calls that change a swarm also sweep up to two swarms whose sweep is due. So
 * do calls that are refused because there are too many swarms. So swarms without announces are
 * removed as fast as new ones can be added. When there are no calls any more, the next {@link
 * #counts()} removes the rest.
 */
public final class MemorySwarmStore implements SwarmStore {
  private static final int SWEEPS_PER_CALL = 2;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Selection NO_ROOM =
      new Selection(PeerList.EMPTY, SwarmCounts.NONE, Unlisted.SWARMS);

  private static final Selection NOTHING = new Selection(PeerList.EMPTY, SwarmCounts.NONE);

  private final int ttlMillis;
  private final LongSupplier nanoTime;
  private final long began;
  private final Supplier<? extends RandomGenerator> random;
  private final int mostSwarms;
  private final MemorySwarm.Shared shared;
  private final Map<InfoHash, MemorySwarm> swarms = new ConcurrentHashMap<>();
  private final AtomicInteger swarmsHeld = new AtomicInteger();

  /**
   * One sweep for each swarm that is held, in the order of the times at which they are due. That of
   * a swarm that was removed stays until it is due.
   */
  private final Queue<Sweep> sweeps = new ConcurrentLinkedQueue<>();

  private record Sweep(InfoHash infoHash, MemorySwarm swarm, long due) {}

  /**
   * An empty store.
   *
   * @param ttl how long a member lives after its last announce, in whole milliseconds
   * @param caps exact, except for the cap on addresses, see {@link AddressCounts}
   * @param nanoTime a clock that is never set, such as {@link System#nanoTime}
   * @param random returns a generator that the calling thread may use
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
    this.shared = new MemorySwarm.Shared(salt, caps.peersPerSwarm(), addresses);
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
    sweepSome(now);
    return CompletableFuture.completedFuture(selection);
  }

  @Override
  public CompletableFuture<Selection> look(Announce announce, int wanted) {
    long now = millis();
    MemorySwarm swarm = swarms.get(announce.swarm());
    Selection selection = NOTHING;
    if (swarm != null) {
      synchronized (swarm) {
        swarm.removeExpired(now);
        selection = swarm.look(announce, wanted, random.get());
        removeIfEmpty(announce.swarm(), swarm);
      }
    }
    sweepSome(now);
    return CompletableFuture.completedFuture(selection);
  }

  /** The time by this store's clock: milliseconds since the store was created. */
  public long millis() {
    return (nanoTime.getAsLong() - began) / NANOS_PER_MILLI;
  }

  /**
   * What a store can say about an announce before it is applied.
   *
   * @param answer null when the announce changes something, so that it has to be applied first
   * @param completed the number of peers that have completed in the swarm
   * @param proof the proof with which to apply it, so that the right caller owns the listing
   */
  public record EarlyAnswer(@Nullable Selection answer, long completed, Proof proof) {}

  /**
   * Answers an announce that changes nothing: the caller is listed with the same values and was
   * renewed at {@code since} or later, or a cap keeps it off the list, or the listing is not its
   * own. Removes expired members, and changes nothing else.
   *
   * @param since by this store's clock, in milliseconds
   */
  public EarlyAnswer answerIfUnchanged(Announce announce, int wanted, long since) {
    MemorySwarm swarm = swarms.get(announce.swarm());
    if (swarm == null) {
      return new EarlyAnswer(hasRoom() ? null : NO_ROOM, 0, announce.proof());
    }
    synchronized (swarm) {
      swarm.removeExpired(millis());
      Selection answer = swarm.answerIfUnchanged(announce, since + ttlMillis, wanted, random.get());
      long completed = swarm.counts().completed();
      Proof proof = swarm.proof(announce);
      removeIfEmpty(announce.swarm(), swarm);
      return new EarlyAnswer(answer, completed, proof);
    }
  }

  /**
   * An announce with the time when a tracker received it, this one or another.
   *
   * @param completedBefore how many peers had completed in the swarm before it, as far as the
   *     tracker that received it knew
   * @param receivedAt by this store's clock, in milliseconds; a time in the future stands for now
   */
  public record TimedAnnounce(Announce announce, long completedBefore, long receivedAt) {
    private InfoHash infoHash() {
      return announce.swarm();
    }
  }

  /**
   * Lists a peer, without a check of caps and owners. Its time to live counts from when the
   * announce was received. Does nothing when that time is over. When the peer is listed already by
   * a later announce, only the number of the completed changes.
   *
   * @return as {@link #announce}
   */
  public Selection apply(TimedAnnounce timed, int wanted) {
    long now = millis();
    long expiry = Math.min(timed.receivedAt, now) + ttlMillis;
    if (expiry <= now) {
      return NOTHING;
    }
    Selection selection = null;
    while (selection == null) {
      MemorySwarm swarm =
          swarms.computeIfAbsent(
              timed.infoHash(),
              _ -> {
                swarmsHeld.incrementAndGet();
                return new MemorySwarm(shared);
              });
      selection =
          change(
              swarm,
              timed.infoHash(),
              now,
              members -> members.apply(timed, expiry, wanted, random.get()));
    }
    sweepSome(now);
    return selection;
  }

  /** Whether the cap allows another swarm. Removes expired swarms where it does not. */
  private boolean hasRoom() {
    if (swarmsHeld.get() >= mostSwarms) {
      sweepSome(millis());
    }
    return swarmsHeld.get() < mostSwarms;
  }

  /** Null when there are as many swarms as the cap allows. */
  private @Nullable MemorySwarm newSwarm() {
    if (swarmsHeld.incrementAndGet() > mostSwarms) {
      swarmsHeld.decrementAndGet();
      return null;
    }
    return new MemorySwarm(shared);
  }

  /** Null when the swarm was removed after the caller had found it and before it was locked. */
  private @Nullable Selection change(
      MemorySwarm swarm, InfoHash infoHash, long now, Function<MemorySwarm, Selection> by) {
    synchronized (swarm) {
      if (swarm.isRemoved()) {
        return null;
      }
      boolean isSwept = !swarm.isEmpty();
      swarm.removeExpired(now);
      Selection selection = by.apply(swarm);
      if (!isSwept && !removeIfEmpty(infoHash, swarm)) {
        sweeps.add(new Sweep(infoHash, swarm, now + ttlMillis));
      }
      return selection;
    }
  }

  /**
   * The owner of the listing of a peer.
   *
   * @param ipv4 whether the listing with an IPv4 address is meant, or the one with an IPv6 address
   */
  public Listing listing(InfoHash infoHash, PeerId peer, boolean ipv4, Proof proof) {
    MemorySwarm swarm = swarms.get(infoHash);
    if (swarm == null) {
      return Listing.NONE;
    }
    synchronized (swarm) {
      swarm.removeExpired(millis());
      Listing listing = swarm.listing(peer, ipv4, proof);
      removeIfEmpty(infoHash, swarm);
      return listing;
    }
  }

  @Override
  public CompletableFuture<Selection> remove(InfoHash infoHash, PeerId peer, Proof proof) {
    return CompletableFuture.completedFuture(remove(infoHash, swarm -> swarm.remove(peer, proof)));
  }

  /**
   * Removes a peer that has left, without a check of owners.
   *
   * @param families of the addresses with which it is removed
   * @return as {@link #remove}
   */
  public Selection remove(InfoHash infoHash, PeerId peer, AddressFamilies families) {
    return remove(infoHash, swarm -> swarm.remove(peer, families));
  }

  /**
   * Removes a peer that left earlier, except where it is listed by a later announce.
   *
   * @param families of the addresses with which it is removed
   * @param leftAt when the peer left, by this store's clock, in milliseconds
   * @return as {@link #remove}
   */
  public Selection removeEarlier(
      InfoHash infoHash, PeerId peer, AddressFamilies families, long leftAt) {
    return remove(infoHash, swarm -> swarm.removeIfExpiringBy(peer, families, leftAt + ttlMillis));
  }

  private Selection remove(InfoHash infoHash, Function<MemorySwarm, Selection> by) {
    long now = millis();
    MemorySwarm swarm = swarms.get(infoHash);
    Selection left = NOTHING;
    if (swarm != null) {
      synchronized (swarm) {
        swarm.removeExpired(now);
        left = by.apply(swarm);
        removeIfEmpty(infoHash, swarm);
      }
    }
    sweepSome(now);
    return left;
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
      swarm.removeExpired(millis());
      Iterable<SwarmPeer> members = swarm.copy();
      removeIfEmpty(infoHash, swarm);
      return members;
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
      // Removes the sweeps of removed swarms from the queue.
    }
    return counts;
  }

  private SwarmCounts countsOf(InfoHash infoHash, MemorySwarm swarm, long now) {
    synchronized (swarm) {
      swarm.removeExpired(now);
      removeIfEmpty(infoHash, swarm);
      return swarm.counts();
    }
  }

  /** The number of swarms in memory, those whose members have all expired included. */
  int swarmsHeld() {
    return swarmsHeld.get();
  }

  int sweepsHeld() {
    return sweeps.size();
  }

  private void sweepSome(long now) {
    for (int i = 0; i < SWEEPS_PER_CALL && sweepNext(now); i++) {
      // The condition sweeps.
    }
  }

  /** Sweeps the swarm at the head of the queue; false when no sweep is due. */
  private boolean sweepNext(long now) {
    Sweep head = sweeps.peek();
    if (head == null || head.due > now) {
      return false;
    }
    Sweep sweep = sweeps.poll();
    if (sweep != null) {
      synchronized (sweep.swarm) {
        sweep.swarm.removeExpired(now);
        removeIfEmpty(sweep.infoHash, sweep.swarm);
        if (!sweep.swarm.isRemoved()) {
          sweeps.add(new Sweep(sweep.infoHash, sweep.swarm, now + ttlMillis));
        }
      }
    }
    return sweep != null;
  }

  /** Whether the swarm is removed afterwards. The caller holds the swarm's monitor. */
  private boolean removeIfEmpty(InfoHash infoHash, MemorySwarm swarm) {
    if (swarm.isEmpty() && !swarm.isRemoved()) {
      swarm.markRemoved();
      swarms.remove(infoHash, swarm);
      swarmsHeld.decrementAndGet();
    }
    return swarm.isRemoved();
  }
}
