package io.torrentinno.agent.config.tls;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsFailure;
import java.time.InstantSource;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the encryption of an agent, and shows its state in metrics and readiness. */
@Configuration(proxyBeanMethods = false)
class PeerTlsBeans {
  @Bean
  PeerCredentials peerCredentials(EncryptionSettings settings, SslBundles bundles) {
    return new PeerCredentials(settings, bundles);
  }

  @Bean
  PeerTls peerTls(PeerCredentials credentials) {
    return credentials.tls();
  }

  /** Readiness: whether the agent's own certificate is valid. Peers refuse one that is not. */
  @Bean
  HealthIndicator peerCertificate(PeerCredentials credentials) {
    return () -> credentials.health(InstantSource.system().instant());
  }

  @Bean
  MeterBinder peerTlsMetrics(PeerTls tls, PeerCredentials credentials) {
    return registry -> {
      for (TlsFailure reason : TlsFailure.values()) {
        FunctionCounter.builder("torrentinno.agent.tls.refused", tls, it -> it.failures(reason))
            .description(
                "Connections with peers that were closed because they could not be"
                    + " encrypted, or because the certificate is refused since a change")
            .tag("reason", reason.label())
            .register(registry);
      }
      FunctionCounter.builder("torrentinno.agent.tls.handshakes", tls, PeerTls::passed)
          .description("TLS handshakes with peers that were successful")
          .register(registry);
      Gauge.builder("torrentinno.agent.encrypted.connections", tls, PeerTls::encrypted)
          .description("Connections with peers that are encrypted")
          .register(registry);
      if (credentials.hasBundle()) {
        Gauge.builder(
                "torrentinno.agent.peer.certificate",
                credentials,
                it -> it.validity(InstantSource.system().instant()).toSeconds())
            .baseUnit("seconds")
            .description("How long the certificate for peers is still valid")
            .register(registry);
      }
    };
  }
}
