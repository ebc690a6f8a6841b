package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private static final Selection NOBODY = new Selection(List.of(), 0, 0);

  private final long ttlMillis;
  private final InstantSource clock;
  private final Supplier<? extends RandomGenerator> random;
  private final long salt;
  private final Map<InfoHash, MemorySwarm> swarms = new ConcurrentHashMap<>();

  /** Every swarm once, the one to be swept next at the head. */
  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();

  private record Turn(InfoHash infoHash, MemorySwarm swarm, long due) {}

  /**
   * An empty store.
   *
   * @param ttl how long a member lives after its last announce, in whole milliseconds
   * @param random gives each caller a generator that its thread may use
   */
  public MemorySwarmStore(
      Duration ttl, InstantSource clock, Supplier<? extends RandomGenerator> random) {
    this.ttlMillis = ttl.toMillis();
    this.clock = clock;
    this.random = random;
    this.salt = random.get().nextLong();
  }

  @Override
  public Selection announce(InfoHash infoHash, SwarmPeer caller, int wanted) {
    long now = clock.millis();
    Selection selection = null;
    while (selection == null) {
      MemorySwarm swarm = swarms.computeIfAbsent(infoHash, _ -> new MemorySwarm(salt));
      selection = announce(infoHash, swarm, caller, new Draw(now, wanted));
    }
    sweepInTurn(now);
    return selection;
  }

  private record Draw(long now, int wanted) {}

  /** Gives null when the swarm was let go of between finding it and locking it. */
  private @Nullable Selection announce(
      InfoHash infoHash, MemorySwarm swarm, SwarmPeer caller, Draw draw) {
    long expiry = draw.now + ttlMillis;
    synchronized (swarm) {
      if (swarm.isGone()) {
        return null;
      }
      if (swarm.isEmpty()) {
        turns.add(new Turn(infoHash, swarm, expiry));
      }
      swarm.dropExpired(draw.now);
      return swarm.announce(caller, expiry, draw.wanted, random.get());
    }
  }

  @Override
  public Selection remove(InfoHash infoHash, PeerId peer) {
    long now = clock.millis();
    MemorySwarm swarm = swarms.get(infoHash);
    Selection selection = NOBODY;
    if (swarm != null) {
      synchronized (swarm) {
        swarm.dropExpired(now);
        selection = swarm.remove(peer);
        letGoIfEmpty(infoHash, swarm);
      }
    }
    sweepInTurn(now);
    return selection;
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {
    long now = clock.millis();
    swarms.forEach((infoHash, swarm) -> {
      SwarmSnapshot snapshot;
      synchronized (swarm) {
        swarm.dropExpired(now);
        letGoIfEmpty(infoHash, swarm);
        snapshot = swarm.snapshot();
      }
      if (!snapshot.isEmpty()) {
        visitor.visit(infoHash, snapshot);
      }
    });
  }

  @Override
  public StoreCounts counts() {
    long now = clock.millis();
    StoreCounts counts = StoreCounts.NONE;
    for (Map.Entry<InfoHash, MemorySwarm> entry : swarms.entrySet()) {
      MemorySwarm swarm = entry.getValue();
      synchronized (swarm) {
        swarm.dropExpired(now);
        letGoIfEmpty(entry.getKey(), swarm);
        counts = swarm.addTo(counts);
      }
    }
    while (sweepNext(now)) {
      // Drops the turns of swarms that are gone; the others were swept just now.
    }
    return counts;
  }

  /** How many swarms take up memory, with or without living members. */
  int swarmsHeld() {
    return swarms.size();
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

  /** The caller holds the swarm's monitor. */
  private void letGoIfEmpty(InfoHash infoHash, MemorySwarm swarm) {
    if (swarm.isEmpty() && !swarm.isGone()) {
      swarm.letGo();
      swarms.remove(infoHash, swarm);
    }
  }
}
