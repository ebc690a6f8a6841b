package io.torrentinno.tracker.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.torrentinno.tracker.door.AddressRates;
import io.torrentinno.tracker.door.AnnounceMetrics;
import io.torrentinno.tracker.door.Network;
import io.torrentinno.tracker.door.PublicAddresses;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.swarm.AnnouncePolicy;
import io.torrentinno.tracker.swarm.Caps;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.Tracker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** An open HTTP door, and a control plane that answers everything with a 200 and goes. */
final class HttpDoorUnderTest implements AutoCloseable {
  final MeterRegistry metrics = new SimpleMeterRegistry();
  final PlainServer behind = new PlainServer();
  private final Transport transport = new Transport(2);
  private final HttpDoor door;

  /** In front of an empty store in memory. */
  HttpDoorUnderTest(PublicAddresses.Policy policy, Network... proxies) {
    this(policy, inMemory(), proxies);
  }

  HttpDoorUnderTest(PublicAddresses.Policy policy, SwarmStore store, Network... proxies) {
    this(policy, store, AddressRates.Limit.NONE, proxies);
  }

  /** In front of an empty store in memory, with a limit to what an address may do. */
  HttpDoorUnderTest(AddressRates.Limit limit) {
    this(PublicAddresses.Policy.TRUST, inMemory(), limit);
  }

  private static SwarmStore inMemory() {
    return new MemorySwarmStore(
        Duration.ofSeconds(30), Caps.NONE, InstantSource.system(), ThreadLocalRandom::current);
  }

  private HttpDoorUnderTest(
      PublicAddresses.Policy policy,
      SwarmStore store,
      AddressRates.Limit limit,
      Network... proxies) {
    Tracker tracker = new Tracker(store, new AnnouncePolicy(Duration.ofSeconds(15), 50, 200));
    Reception reception =
        new Reception(
            tracker,
            new PublicAddresses(policy, metrics),
            new AddressRates(limit, System::nanoTime, 1, metrics),
            new AnnounceMetrics(metrics));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
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
