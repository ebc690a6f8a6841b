package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.door.AddressRates;
import io.torrentinno.tracker.door.AnnounceMetrics;
import io.torrentinno.tracker.door.PublicAddresses;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.AnnouncePolicy;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.Tracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** An open UDP door on two loops, with all that it needs. */
final class UdpDoorUnderTest implements AutoCloseable {
  final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Transport transport = new Transport(2);
  private final UdpDoor door;

  /** In front of an empty store in memory. */
  UdpDoorUnderTest(PublicAddresses.Policy policy) {
    this(policy, inMemory());
  }

  UdpDoorUnderTest(PublicAddresses.Policy policy, SwarmStore store) {
    this(policy, store, AddressRates.Limit.NONE);
  }

  /** In front of an empty store in memory, with a limit to what an address may do. */
  UdpDoorUnderTest(AddressRates.Limit limit) {
    this(PublicAddresses.Policy.TRUST, inMemory(), limit);
  }

  private static SwarmStore inMemory() {
    return new MemorySwarmStore(
        Duration.ofSeconds(30), Caps.NONE, InstantSource.system(), ThreadLocalRandom::current);
  }

  private UdpDoorUnderTest(
      PublicAddresses.Policy policy, SwarmStore store, AddressRates.Limit limit) {
    Tracker tracker = new Tracker(store, new AnnouncePolicy(Duration.ofSeconds(15), 50, 200));
    Reception reception =
        new Reception(
            tracker,
            new PublicAddresses(policy, metrics),
            new AddressRates(limit, System::nanoTime, 1, metrics),
            new AnnounceMetrics(metrics));
    ConnectionIds ids = new ConnectionIds(new byte[16], InstantSource.system());
    door = new UdpDoor(transport, reception, ids, metrics);
    try {
      door.open(new InetSocketAddress((InetAddress) null, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  UdpProbe caller() {
    return new UdpProbe(InetAddress.ofLiteral("127.0.0.1"), door.port());
  }

  UdpProbe ipv6Caller() {
    return new UdpProbe(InetAddress.ofLiteral("::1"), door.port());
  }

  double packets(String kind) {
    return metrics.get("torrentinno.tracker.udp.packets").tag("kind", kind).counter().count();
  }

  @Override
  public void close() {
    door.close();
    transport.close();
  }
}
