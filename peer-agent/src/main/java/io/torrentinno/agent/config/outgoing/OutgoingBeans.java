package io.torrentinno.agent.config.outgoing;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.config.AgentSettings;
import io.torrentinno.agent.config.metrics.OutgoingMetrics;
import io.torrentinno.agent.manifest.download.ManifestUrls;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Checks the addresses to which the agent connects because others have named them. */
@Configuration(proxyBeanMethods = false)
class OutgoingBeans {
  @Bean
  OutgoingGuard outgoing(
      AgentSettings agent, OutgoingSettings settings, PeerTls tls, MeterRegistry registry) {
    return new OutgoingGuard(
        settings.rules(agent.tracker(), tls.isRequired()), new OutgoingMetrics(registry));
  }

  @Bean
  ManifestUrls manifestUrls(OutgoingGuard outgoing) {
    return new ManifestUrls(outgoing);
  }
}
