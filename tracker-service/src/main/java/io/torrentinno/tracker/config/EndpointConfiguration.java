package io.torrentinno.tracker.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.tracker.config.settings.AccessSettings;
import io.torrentinno.tracker.config.settings.EndpointSettings;
import io.torrentinno.tracker.config.settings.LimitSettings;
import io.torrentinno.tracker.config.settings.ManagementSettings;
import io.torrentinno.tracker.config.settings.UdpSettings;
import io.torrentinno.tracker.config.start.StartFailed;
import io.torrentinno.tracker.gateway.AddressRates;
import io.torrentinno.tracker.gateway.AnnounceAccess;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.AnnounceMetrics;
import io.torrentinno.tracker.gateway.PublicAddresses;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.EmbeddedTomcat;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.loops.LoopWatch;
import io.torrentinno.tracker.security.TrackerTokens;
import io.torrentinno.tracker.swarm.Tracker;
import io.torrentinno.tracker.udp.ConnectionIds;
import io.torrentinno.tracker.udp.UdpEndpoint;
import java.io.IOException;
import java.security.SecureRandom;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints, and what they share. */
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {
  @Bean
  EventLoops eventLoops(EndpointSettings settings) {
    return new EventLoops(settings.loops());
  }

  @Bean
  LoopWatch loopWatch(EventLoops eventLoops) {
    return new LoopWatch(eventLoops);
  }

  @Bean
  TrackerTokens tokens(AccessSettings settings) {
    try {
      return TrackerTokens.of(settings.tokensFile());
    } catch (IOException e) {
      throw new StartFailed(
          "The tracker cannot read the tokens in " + settings.tokensFile() + ": " + e.getMessage(),
          "Correct torrentinno.tracker.tokens-file, or the file.",
          e);
    }
  }

  @Bean
  AnnounceAccess announceAccess(
      AccessSettings settings, TrackerTokens tokens, MeterRegistry registry) {
    boolean open = settings.announceAccess() == AccessSettings.AnnounceAccess.OPEN;
    if (!open && settings.tokensFile() == null) {
      throw new StartFailed(
          "Announces need a token, but the tracker has no tokens.",
          "Set torrentinno.tracker.tokens-file, or torrentinno.tracker.announce-access=open.");
    }
    return new AnnounceAccess(open ? null : tokens::mayAnnounce, registry);
  }

  @Bean
  AnnounceGateway gateway(
      Tracker tracker,
      EndpointSettings settings,
      LimitSettings limits,
      AnnounceAccess access,
      MeterRegistry registry) {
    long salt = new SecureRandom().nextLong();
    return new AnnounceGateway(
        tracker,
        new PublicAddresses(settings.publicIp(), registry),
        new AddressRates(limits.perAddress(), System::nanoTime, salt, registry),
        access,
        new AnnounceMetrics(registry));
  }

  /** Replaces the Tomcat that Spring Boot would create. */
  @Bean
  EmbeddedTomcat webServer(
      EventLoops eventLoops,
      AnnounceGateway gateway,
      EndpointSettings settings,
      ManagementSettings management) {
    return new EmbeddedTomcat(
        eventLoops,
        gateway,
        new TrustedProxies(settings.trustedProxies(), settings.proxyHeader()),
        management.listenAddress());
  }

  @Bean
  ConnectionIds connectionIds(UdpSettings settings) {
    return new ConnectionIds(settings.keyBytes(), settings.clock());
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "torrentinno.tracker.udp.enabled", matchIfMissing = true)
  UdpEndpoint udpEndpoint(
      EventLoops eventLoops, AnnounceGateway gateway, ConnectionIds ids, MeterRegistry registry) {
    return new UdpEndpoint(eventLoops, gateway, ids, registry);
  }
}
