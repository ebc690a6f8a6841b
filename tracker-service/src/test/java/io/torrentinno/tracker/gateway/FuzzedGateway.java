package io.torrentinno.tracker.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.Tracker;
import io.torrentinno.tracker.swarm.model.Caps;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What endpoints bring their announces to that are fuzzed: the same calls get the same answers. */
public final class FuzzedGateway {
  /** The one moment at which everything happens. */
  public static final LongSupplier CLOCK = () -> 0;

  public static final MeterRegistry METERS = new SimpleMeterRegistry();
  private static final AnnounceMetrics ANNOUNCES = new AnnounceMetrics(METERS);
  private static final AnnounceAccess OPEN = new AnnounceAccess(null, METERS);
  private static final PublicAddresses ADDRESSES =
      new PublicAddresses(PublicAddresses.Policy.TRUST, METERS);

  /** Nine requests of an address at a time. */
  private static final AddressRates.Limit LIMIT =
      new AddressRates.Limit(10, Duration.ofMillis(800));

  private static final Caps CAPS = new Caps(3, 3, Integer.MAX_VALUE);
  private static final AtomicLong NANO_TIME = new AtomicLong();
  private static final AddressRates RATES = new AddressRates(LIMIT, NANO_TIME::get, 1, METERS);

  private FuzzedGateway() {}

  /**
   * One that believes everybody, in front of an empty store, so long after the last as it takes.
   */
  public static AnnounceGateway empty() {
    NANO_TIME.addAndGet(LIMIT.burst().plusMillis(200).toNanos());
    Random random = new Random(1);
    MemorySwarmStore store =
        new MemorySwarmStore(Duration.ofSeconds(30), CAPS, CLOCK, () -> random);
    return new AnnounceGateway(
        new Tracker(store, Gateways.POLICY), ADDRESSES, RATES, OPEN, ANNOUNCES);
  }
}
