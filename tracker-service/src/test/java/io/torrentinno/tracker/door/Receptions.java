package io.torrentinno.tracker.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.AnnouncePolicy;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.Tracker;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What doors under test bring their announces to. */
public final class Receptions {
  /** What peers are told by all of them. */
  public static final AnnouncePolicy POLICY = new AnnouncePolicy(Duration.ofSeconds(15), 50, 200);

  private Receptions() {}

  /** An empty store. */
  public static SwarmStore inMemory() {
    return new MemorySwarmStore(
        Duration.ofSeconds(30), Caps.NONE, System::nanoTime, ThreadLocalRandom::current);
  }

  /** One in front of a store. */
  public static Reception of(
      SwarmStore store,
      PublicAddresses.Policy policy,
      AddressRates.Limit limit,
      MeterRegistry metrics) {
    return new Reception(
        new Tracker(store, POLICY),
        new PublicAddresses(policy, metrics),
        new AddressRates(limit, System::nanoTime, 1, metrics),
        new AnnounceMetrics(metrics));
  }
}
