package io.torrentinno.tracker.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.door.AddressRates;
import io.torrentinno.tracker.door.Network;
import io.torrentinno.tracker.door.PublicAddresses;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Receptions;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** An open HTTP door, and a control plane that answers everything with a 200 and goes. */
final class HttpDoorUnderTest implements AutoCloseable {
  final MeterRegistry metrics = new SimpleMeterRegistry();
  final PlainServer behind = new PlainServer();
  private static final HttpLimits ROOMY =
      new HttpLimits(
          1_000,
          100,
          100,
          64 << 20,
          new HttpLimits.Times(
              Duration.ofSeconds(75), Duration.ofSeconds(20), Duration.ofMinutes(5)));

  private final Transport transport = new Transport(2);
  private final HttpDoor door;

  /** In front of an empty store in memory. */
  HttpDoorUnderTest(PublicAddresses.Policy policy, Network... proxies) {
    this(policy, Receptions.inMemory(), proxies);
  }

  HttpDoorUnderTest(PublicAddresses.Policy policy, SwarmStore store, Network... proxies) {
    this(policy, store, AddressRates.Limit.NONE, proxies);
  }

  /** In front of an empty store in memory, with a limit to what an address may do. */
  HttpDoorUnderTest(AddressRates.Limit limit) {
    this(PublicAddresses.Policy.TRUST, Receptions.inMemory(), limit);
  }

  /** In front of an empty store in memory, and behind proxies. */
  HttpDoorUnderTest(TrustedProxies proxies) {
    this(
        PublicAddresses.Policy.CONNECTION,
        Receptions.inMemory(),
        AddressRates.Limit.NONE,
        ROOMY,
        proxies);
  }

  /** In front of an empty store in memory, with limits to what all may do together. */
  HttpDoorUnderTest(HttpLimits limits) {
    this(
        PublicAddresses.Policy.TRUST,
        Receptions.inMemory(),
        AddressRates.Limit.NONE,
        limits,
        new TrustedProxies(List.of()));
  }

  private HttpDoorUnderTest(
      PublicAddresses.Policy policy,
      SwarmStore store,
      AddressRates.Limit limit,
      Network... proxies) {
    this(policy, store, limit, ROOMY, new TrustedProxies(List.of(proxies)));
  }

  private HttpDoorUnderTest(
      PublicAddresses.Policy policy,
      SwarmStore store,
      AddressRates.Limit limit,
      HttpLimits limits,
      TrustedProxies trusted) {
    Reception reception = Receptions.of(store, policy, limit, metrics);
    Entrance any =
        new Entrance(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* tls= */ null, limits);
    door = new HttpDoor(transport, reception, trusted, any, behind);
    door.start();
  }

  RawHttp connect() {
    return new RawHttp(door.getPort());
  }

  /** As a tracker that ends does. */
  void shutDown() {
    door.shutDownGracefully(_ -> {});
  }

  @Override
  public void close() {
    door.stop();
    transport.close();
  }
}
