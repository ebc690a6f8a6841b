package io.torrentinno.agent.simulation;

import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that communicate over links with a rate, a latency and losses, in one thread and in
 * simulated time. The seed decides the order of all events.
 */
final class SimulatedNetwork {
  final RandomGenerator random;
  final PieceLayout layout;
  final EventQueue events = new EventQueue();
  final SimulatedTracker tracker = new SimulatedTracker(this);

  /** The hashes that the next host knows, for a host with every piece and for one with none. */
  Function<Boolean, HashBook> hashes = _ -> HashBook.COMPLETE;

  /** The units that hosts without pieces can copy. */
  LocalBytes local = LocalBytes.NONE;

  /** The pieces into which wrong bytes are copied. */
  IntPredicate wrongCopies = _ -> false;

  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final Map<PeerId, SimulatedHost> byId = new HashMap<>();

  /** The number of living hosts that lack a piece. */
  private int unfinished;

  SimulatedNetwork(long seed, PieceLayout layout) {
    random = new Random(seed);
    this.layout = layout;
  }

  SimulatedHost add(HostPlan plan) {
    PeerAddress address = new PeerAddress(InetAddress.getLoopbackAddress(), 10_000 + hosts.size());
    SimulatedHost host = new SimulatedHost(this, plan, address);
    hosts.add(host);
    byId.put(host.id, host);
    unfinished += plan.seeder() ? 0 : 1;
    return host;
  }

  /** Counts a host that is complete now, or dead. */
  void finished() {
    unfinished--;
  }

  List<SimulatedHost> hosts() {
    return hosts;
  }

  @Nullable SimulatedHost find(PeerId peer) {
    return byId.get(peer);
  }

  /** Nanoseconds since the simulation began. */
  long now() {
    return events.now();
  }

  /** Gives every host the addresses of all others at once, as the tracker of a small swarm does. */
  void introduceAll() {
    for (SimulatedHost host : hosts) {
      host.on(
          new SessionEvent.PeersFound(
              hosts.stream()
                  .filter(other -> other != host && other.isAlive())
                  .map(other -> new SessionEvent.PeersFound.Peer(other.id, other.address))
                  .toList()));
    }
  }

  /** Runs the simulation for some time. */
  void run(Duration time) {
    long end = now() + time.toNanos();
    while (events.step(end)) {
      // The condition runs the events.
    }
  }

  /**
   * Runs until every living host is complete, for {@code limit} at most. True when they are
   * complete.
   */
  boolean runUntilComplete(Duration limit) {
    long end = now() + limit.toNanos();
    while (unfinished > 0 && events.step(end)) {
      // The condition runs the events.
    }
    return unfinished == 0;
  }
}
