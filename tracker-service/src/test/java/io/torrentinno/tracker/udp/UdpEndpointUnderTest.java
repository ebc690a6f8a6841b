package io.torrentinno.tracker.udp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

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
    endpoint = open(Gateways.of(store, policy, limit, metrics));
  }

  /** An endpoint with an empty store in memory, for callers with tokens. */
  UdpEndpointUnderTest(Function<String, Verdict> tokens) {
    AnnounceGateway open =
        Gateways.of(
            Gateways.inMemory(),
            PublicAddresses.Policy.TRUST,
            AddressRates.Limit.NONE,
            new SimpleMeterRegistry());
    endpoint = open(Gateways.withTokens(open, tokens, metrics));
  }

  private UdpEndpoint open(AnnounceGateway gateway) {
    ConnectionIds ids = new ConnectionIds(new byte[16], () -> 0);
    UdpEndpoint opened = new UdpEndpoint(eventLoops, gateway, ids, metrics);
    try {
      opened.open(new InetSocketAddress((InetAddress) null, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return opened;
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
