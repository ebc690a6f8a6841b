package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.door.AddressRates;
import io.torrentinno.tracker.door.PublicAddresses;
import io.torrentinno.tracker.door.Receptions;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An open UDP door on two loops, with all that it needs. */
final class UdpDoorUnderTest implements AutoCloseable {
  final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Transport transport = new Transport(2);
  private final UdpDoor door;

  /** In front of an empty store in memory. */
  UdpDoorUnderTest(PublicAddresses.Policy policy) {
    this(policy, Receptions.inMemory());
  }

  UdpDoorUnderTest(PublicAddresses.Policy policy, SwarmStore store) {
    this(policy, store, AddressRates.Limit.NONE);
  }

  /** In front of an empty store in memory, with a limit to what an address may do. */
  UdpDoorUnderTest(AddressRates.Limit limit) {
    this(PublicAddresses.Policy.TRUST, Receptions.inMemory(), limit);
  }

  private UdpDoorUnderTest(
      PublicAddresses.Policy policy, SwarmStore store, AddressRates.Limit limit) {
    ConnectionIds ids = new ConnectionIds(new byte[16], () -> 0);
    door = new UdpDoor(transport, Receptions.of(store, policy, limit, metrics), ids, metrics);
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
