package io.torrentinno.agent.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.manifest.download.ManifestUrls;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Checks the addresses to which the agent connects because others have named them. */
@Configuration(proxyBeanMethods = false)
class OutgoingBeans {
  @Bean
  OutgoingGuard outgoing(AgentSettings agent, OutgoingSettings settings, MeterRegistry registry) {
    return new OutgoingGuard(settings.rules(agent.tracker()), new OutgoingMetrics(registry));
  }

  @Bean
  ManifestUrls manifestUrls(OutgoingGuard outgoing) {
    return new ManifestUrls(outgoing);
  }
}
