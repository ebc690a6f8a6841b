package io.torrentinno.tracker.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.tracker.door.AddressRates;
import io.torrentinno.tracker.door.AnnounceMetrics;
import io.torrentinno.tracker.door.LoopWatch;
import io.torrentinno.tracker.door.PublicAddresses;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import io.torrentinno.tracker.http.FrontedTomcat;
import io.torrentinno.tracker.swarm.Tracker;
import io.torrentinno.tracker.udp.ConnectionIds;
import io.torrentinno.tracker.udp.UdpDoor;
import java.security.SecureRandom;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The doors, and what they share. */
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {
  @Bean
  Transport transport(DoorSettings settings) {
    return new Transport(settings.loops());
  }

  @Bean
  LoopWatch loopWatch(Transport transport) {
    return new LoopWatch(transport);
  }

  @Bean
  Reception reception(
      Tracker tracker, DoorSettings settings, LimitSettings limits, MeterRegistry registry) {
    long salt = new SecureRandom().nextLong();
    return new Reception(
        tracker,
        new PublicAddresses(settings.publicIp(), registry),
        new AddressRates(limits.perAddress(), System::nanoTime, salt, registry),
        new AnnounceMetrics(registry));
  }

  /** In place of the Tomcat that Boot would set up. */
  @Bean
  FrontedTomcat webServer(Transport transport, Reception reception, DoorSettings settings) {
    return new FrontedTomcat(
        transport,
        reception,
        new TrustedProxies(settings.trustedProxies(), settings.proxyHeader()));
  }

  @Bean
  ConnectionIds connectionIds(UdpSettings settings) {
    return new ConnectionIds(settings.keyBytes(), settings.clock());
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "torrentinno.tracker.udp.enabled", matchIfMissing = true)
  UdpDoor udpDoor(
      Transport transport, Reception reception, ConnectionIds ids, MeterRegistry registry) {
    return new UdpDoor(transport, reception, ids, registry);
  }
}
