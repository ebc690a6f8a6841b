package io.torrentinno.tracker.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.protocol.settings.Network;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.AnnounceAccess.Verdict;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.Gateways;
import io.torrentinno.tracker.gateway.PublicAddresses;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.connection.HttpLimits;
import io.torrentinno.tracker.http.endpoints.HttpServices;
import io.torrentinno.tracker.http.message.CallerHeader;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An open HTTP endpoint, and a control plane that answers a request with 200 and closes. */
public final class HttpEndpointUnderTest implements AutoCloseable {
  public final MeterRegistry metrics = new SimpleMeterRegistry();
  public final PlainServer behind = new PlainServer();
  private static final CallerHeader HEADER = new CallerHeader("X-Caller");
  private static final HttpLimits ROOMY =
      new HttpLimits(
          1_000,
          100,
          100,
          64 << 20,
          new HttpLimits.Times(
              Duration.ofSeconds(75), Duration.ofSeconds(20), Duration.ofMinutes(5)));

  private final EventLoops eventLoops = new EventLoops(2);
  private final HttpEndpoint endpoint;

  /** An endpoint with an empty store in memory. */
  public HttpEndpointUnderTest(PublicAddresses.Policy policy, Network... proxies) {
    this(policy, Gateways.inMemory(), proxies);
  }

  public HttpEndpointUnderTest(
      PublicAddresses.Policy policy, SwarmStore store, Network... proxies) {
    this(policy, store, AddressRates.Limit.NONE, proxies);
  }

  /** An endpoint with an empty store in memory, and a rate limit for each address. */
  public HttpEndpointUnderTest(AddressRates.Limit limit) {
    this(PublicAddresses.Policy.TRUST, Gateways.inMemory(), limit);
  }

  /** An endpoint with an empty store in memory, behind proxies. */
  public HttpEndpointUnderTest(TrustedProxies proxies) {
    this(
        PublicAddresses.Policy.CONNECTION,
        Gateways.inMemory(),
        AddressRates.Limit.NONE,
        ROOMY,
        proxies);
  }

  /** An endpoint with an empty store in memory, and limits for all callers together. */
  public HttpEndpointUnderTest(HttpLimits limits) {
    this(
        PublicAddresses.Policy.TRUST,
        Gateways.inMemory(),
        AddressRates.Limit.NONE,
        limits,
        new TrustedProxies(List.of()));
  }

  private HttpEndpointUnderTest(
      PublicAddresses.Policy policy,
      SwarmStore store,
      AddressRates.Limit limit,
      Network... proxies) {
    this(policy, store, limit, ROOMY, new TrustedProxies(List.of(proxies)));
  }

  private HttpEndpointUnderTest(
      PublicAddresses.Policy policy,
      SwarmStore store,
      AddressRates.Limit limit,
      HttpLimits limits,
      TrustedProxies trusted) {
    AnnounceGateway gateway = Gateways.of(store, policy, limit, metrics);
    endpoint = endpoint(gateway, limits, trusted, /* management= */ null);
    endpoint.start();
  }

  /** An endpoint with an empty store in memory, for callers with tokens. */
  public HttpEndpointUnderTest(Function<String, Verdict> tokens) {
    AnnounceGateway gateway =
        Gateways.withTokens(
            Gateways.of(
                Gateways.inMemory(),
                PublicAddresses.Policy.TRUST,
                AddressRates.Limit.NONE,
                new SimpleMeterRegistry()),
            tokens,
            metrics);
    endpoint = endpoint(gateway, ROOMY, new TrustedProxies(List.of()), /* management= */ null);
    endpoint.start();
  }

  /** An endpoint with a port for the control plane, and a rate limit for each address. */
  public static HttpEndpointUnderTest withManagementPort(AddressRates.Limit limit) {
    return new HttpEndpointUnderTest(limit, loopback());
  }

  private HttpEndpointUnderTest(AddressRates.Limit limit, InetSocketAddress management) {
    AnnounceGateway gateway =
        Gateways.of(Gateways.inMemory(), PublicAddresses.Policy.TRUST, limit, metrics);
    endpoint = endpoint(gateway, ROOMY, new TrustedProxies(List.of()), management);
    endpoint.start();
  }

  private HttpEndpoint endpoint(
      AnnounceGateway to,
      HttpLimits limits,
      TrustedProxies trusted,
      @Nullable InetSocketAddress management) {
    return new HttpEndpoint(
        eventLoops,
        new HttpServices(to, trusted, HEADER),
        new ListenAddress(loopback(), management, /* tls= */ null, limits),
        behind);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** A caller at the port of the control plane. */
  public RawHttp connectToManagement() {
    return new RawHttp(endpoint.managementPort());
  }

  public RawHttp connect() {
    return new RawHttp(endpoint.getPort());
  }

  /** A caller at another address of the loopback. */
  public RawHttp connectFrom(String address) {
    return new RawHttp(endpoint.getPort(), InetAddress.ofLiteral(address));
  }

  /** Shuts the endpoint down as a tracker that ends does. */
  public void shutDown() {
    endpoint.shutDownGracefully(_ -> {});
  }

  @Override
  public void close() {
    endpoint.stop();
    eventLoops.close();
  }
}
