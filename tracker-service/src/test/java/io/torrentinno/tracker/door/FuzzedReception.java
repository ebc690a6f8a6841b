package io.torrentinno.tracker.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.AnnouncePolicy;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.Tracker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** What doors bring their announces to that are fuzzed: the same calls get the same answers. */
public final class FuzzedReception {
  /** The one moment at which everything happens. */
  public static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  public static final MeterRegistry METERS = new SimpleMeterRegistry();
  private static final AnnounceMetrics ANNOUNCES = new AnnounceMetrics(METERS);
  private static final PublicAddresses ADDRESSES =
      new PublicAddresses(PublicAddresses.Policy.TRUST, METERS);
  private static final AddressRates RATES =
      new AddressRates(AddressRates.Limit.NONE, CLOCK::millis, 1, METERS);

  private FuzzedReception() {}

  /** One that believes everybody, in front of an empty store. */
  public static Reception empty() {
    Random random = new Random(1);
    MemorySwarmStore store =
        new MemorySwarmStore(Duration.ofSeconds(30), Caps.NONE, CLOCK, () -> random);
    AnnouncePolicy policy = new AnnouncePolicy(Duration.ofSeconds(15), 50, 200);
    return new Reception(new Tracker(store, policy), ADDRESSES, RATES, ANNOUNCES);
  }
}
