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
import java.util.List;

/** An open HTTP door, and a control plane that answers everything with a 200 and goes. */
final class HttpDoorUnderTest implements AutoCloseable {
  final MeterRegistry metrics = new SimpleMeterRegistry();
  final PlainServer behind = new PlainServer();
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

  private HttpDoorUnderTest(
      PublicAddresses.Policy policy,
      SwarmStore store,
      AddressRates.Limit limit,
      Network... proxies) {
    Reception reception = Receptions.of(store, policy, limit, metrics);
    Entrance any =
        new Entrance(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* tls= */ null);
    TrustedProxies trusted = new TrustedProxies(List.of(proxies));
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
