package io.torrentinno.agent.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.torrentinno.agent.api.bodies.BodySettings;
import io.torrentinno.agent.api.events.EventSettings;
import io.torrentinno.agent.api.guard.ApiSettings;
import io.torrentinno.agent.api.reading.ReadingSettings;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.download.ManifestUrls;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.outgoing.Outgoing;
import io.torrentinno.agent.security.SecuritySettings;
import io.torrentinno.protocol.token.LiveTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * Everything of an agent that faces the web, in front of a {@link FakeAgent}. Not a Spring
 * component, so that a scan for those of an agent does not find it.
 */
@EnableAutoConfiguration
@ComponentScan({"io.torrentinno.agent.api", "io.torrentinno.agent.security"})
@EnableConfigurationProperties({
  ApiSettings.class,
  BodySettings.class,
  EventSettings.class,
  ReadingSettings.class,
  SecuritySettings.class
})
public class FakeAgentApplication {
  @Bean
  FakeAgent agent() {
    return new FakeAgent();
  }

  /** Those of an agent in which nothing moves, unless a test says so. */
  @Bean
  AgentEvents events() {
    return new AgentEvents(
        "e1",
        1024,
        Samples::progress,
        CompletableFuture.delayedExecutor(10, MILLISECONDS)::execute);
  }

  /** None, unless a test names a file. */
  @Bean
  LiveTokens tokens(SecuritySettings settings) throws IOException {
    return new LiveTokens(
        settings.tokensFile(Path.of("target", "no-folder")), System::nanoTime, System.err::println);
  }

  @Bean
  MemoryBudget manifestMemory() {
    return new MemoryBudget(100 << 20);
  }

  @Bean
  HashingPool hashing() {
    return new HashingPool(1);
  }

  @Bean
  ManifestThreads manifestThreads(HashingPool hashing) {
    return new ManifestThreads(hashing);
  }

  /** Readiness names it, as it does {@link #receiveMemory}. */
  @Bean
  HealthIndicator loops() {
    return () -> Health.up().build();
  }

  @Bean
  HealthIndicator peerCertificate() {
    return () -> Health.up().build();
  }

  @Bean
  HealthIndicator receiveMemory() {
    return () -> Health.up().build();
  }

  /** The web servers of tests are on loopback. */
  @Bean
  ManifestUrls manifestUrls() {
    return new ManifestUrls(Outgoing.loopback());
  }

  @Bean
  UploadFolder uploadFolder() throws IOException {
    return UploadFolder.in(Files.createTempDirectory(Path.of("target"), "data"));
  }
}
