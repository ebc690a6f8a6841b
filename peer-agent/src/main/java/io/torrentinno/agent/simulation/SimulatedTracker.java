package io.torrentinno.agent.simulation;

import io.torrentinno.agent.engine.model.SessionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives hosts the addresses of other hosts, chosen at random. */
final class SimulatedTracker {
  private static final long INTERVAL = Duration.ofSeconds(15).toNanos();
  private static final long ANSWER = Duration.ofMillis(20).toNanos();
  private static final int WANTED = 50;

  private final SimulatedNetwork network;

  SimulatedTracker(SimulatedNetwork network) {
    this.network = network;
  }

  /** Answers a host soon, and again every 15 s. */
  void register(SimulatedHost host) {
    announce(host);
    network.events.after(
        INTERVAL,
        () -> {
          if (host.isAlive()) {
            register(host);
          }
        });
  }

  void announce(SimulatedHost host) {
    network.events.after(ANSWER, () -> host.on(new SessionEvent.PeersFound(sample(host))));
  }

  private List<SessionEvent.PeersFound.Peer> sample(SimulatedHost caller) {
    List<SimulatedHost> hosts = network.hosts();
    List<SessionEvent.PeersFound.Peer> found = new ArrayList<>();
    int wanted = Math.min(WANTED, hosts.size());
    int start = network.random.nextInt(hosts.size());
    int step = hosts.size() <= WANTED ? 1 : 1 + network.random.nextInt(hosts.size() / WANTED);
    for (int i = 0; i < wanted; i++) {
      SimulatedHost host = hosts.get((start + i * step) % hosts.size());
      if (host != caller && host.isAlive()) {
        found.add(new SessionEvent.PeersFound.Peer(host.id, host.address));
      }
    }
    return found;
  }
}
