package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.AnnouncePolicy;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.Tracker;
import io.torrentinno.tracker.swarm.model.Caps;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** What endpoints under test bring their announces to. */
public final class Gateways {
  /** What peers are told by all of them. */
  public static final AnnouncePolicy POLICY = new AnnouncePolicy(Duration.ofSeconds(15), 50, 200);

  private Gateways() {}

  /** An empty store. */
  public static SwarmStore inMemory() {
    return new MemorySwarmStore(
        Duration.ofSeconds(30), Caps.NONE, System::nanoTime, ThreadLocalRandom::current);
  }

  /** One in front of a store. */
  public static AnnounceGateway of(
      SwarmStore store,
      PublicAddresses.Policy policy,
      AddressRates.Limit limit,
      MeterRegistry metrics) {
    return new AnnounceGateway(
        new Tracker(store, POLICY),
        new PublicAddresses(policy, metrics),
        new AddressRates(limit, System::nanoTime, 1, metrics),
        new AnnounceAccess(null, metrics),
        new AnnounceMetrics(metrics));
  }

  /** The same gateway, for callers with tokens. */
  public static AnnounceGateway withTokens(
      AnnounceGateway gateway, Function<String, Verdict> tokens, MeterRegistry metrics) {
    return new AnnounceGateway(
        gateway.tracker(),
        gateway.addresses(),
        gateway.rates(),
        new AnnounceAccess(tokens, metrics),
        gateway.metrics());
  }
}
