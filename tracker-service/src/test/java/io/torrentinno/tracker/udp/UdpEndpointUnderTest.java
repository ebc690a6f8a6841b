package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An open UDP endpoint on two loops. */
final class UdpEndpointUnderTest implements AutoCloseable {
  final MeterRegistry metrics = new SimpleMeterRegistry();
  private final EventLoops eventLoops = new EventLoops(2);
  private final UdpEndpoint endpoint;

  /** An endpoint with an empty store in memory. */
  UdpEndpointUnderTest(PublicAddresses.Policy policy) {
    this(policy, Gateways.inMemory());
  }

  UdpEndpointUnderTest(PublicAddresses.Policy policy, SwarmStore store) {
    this(policy, store, AddressRates.Limit.NONE);
  }

  /** An endpoint with an empty store in memory, and a rate limit for each address. */
  UdpEndpointUnderTest(AddressRates.Limit limit) {
    this(PublicAddresses.Policy.TRUST, Gateways.inMemory(), limit);
  }

  private UdpEndpointUnderTest(
      PublicAddresses.Policy policy, SwarmStore store, AddressRates.Limit limit) {
    ConnectionIds ids = new ConnectionIds(new byte[16], () -> 0);
    endpoint =
        new UdpEndpoint(eventLoops, Gateways.of(store, policy, limit, metrics), ids, metrics);
    try {
      endpoint.open(new InetSocketAddress((InetAddress) null, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  UdpProbe caller() {
    return new UdpProbe(InetAddress.ofLiteral("127.0.0.1"), endpoint.port());
  }

  UdpProbe ipv6Caller() {
    return new UdpProbe(InetAddress.ofLiteral("::1"), endpoint.port());
  }

  double packets(String kind) {
    return metrics.get("torrentinno.tracker.udp.packets").tag("kind", kind).counter().count();
  }

  @Override
  public void close() {
    endpoint.close();
    eventLoops.close();
  }
}
