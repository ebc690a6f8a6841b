package io.torrentinno.agent.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.uploads.UploadFolder;
import io.torrentinno.agent.config.metrics.AgentMetrics;
import io.torrentinno.agent.config.metrics.AnnounceMetrics;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.events.AgentEvents;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.resource.view.AgentOptions;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.signatures.SignaturePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.event.ContextClosedEvent;

/** Creates the agent by its settings, and closes it when the program ends. */
@Configuration(proxyBeanMethods = false)
class AgentBeans {
  @Bean
  @DependsOn("tokens") // refuses the start before the agent makes a folder
  TorrentAgent agent(
      AgentSettings settings,
      ConnectionSettings connections,
      OutgoingGuard outgoing,
      SignaturePolicy signatures,
      PeerTls tls,
      AgentOptions.Tracker tracker,
      MeterRegistry registry) {
    AgentOptions options = options(settings, connections, tracker, outgoing, tls);
    try {
      return TorrentAgent.start(options, new AnnounceMetrics(registry), signatures);
    } catch (StorageException e) {
      throw new StartFailed(
          "The data folder can't be used: " + e.getMessage(),
          "Make it writable, stop the program that uses it, or choose another"
              + " torrentinno.agent.data-dir.",
          e);
    } catch (IOException e) {
      throw new StartFailed(
          "The agent can't listen for peers: " + e.getMessage(),
          "Stop the program that uses the port, or choose another torrentinno.agent.listen-port (0:"
              + " any).",
          e);
    }
  }

  @Bean
  AgentOptions.Tracker tracker(
      AgentSettings settings, AnnounceTokenSettings tokens, SslBundles bundles) {
    return new AgentOptions.Tracker(
        settings.tracker(),
        trust(settings.trackerSslBundle(), bundles),
        tokens.tokenFor(settings.tracker()));
  }

  /**
   * The web server waits for the calls that are under way, so the calls that wait for something
   * return first. The rest takes seconds. The leave is announced to trackers at once.
   */
  @Bean
  ApplicationListener<ContextClosedEvent> endOfService(TorrentAgent agent) {
    return _ -> {
      agent.endWaits();
      agent.services().leaveTrackers();
    };
  }

  @Bean
  AgentEvents events(TorrentAgent agent) {
    return agent.services().events();
  }

  @Bean
  MemoryBudget manifestMemory(TorrentAgent agent) {
    return agent.services().manifestMemory();
  }

  @Bean
  ManifestThreads manifestThreads(TorrentAgent agent) {
    return agent.services().manifestThreads();
  }

  @Bean
  AgentMetrics agentMetrics(TorrentAgent agent) {
    return new AgentMetrics(agent);
  }

  /**
   * Needs the agent, which then holds the data folder. Before that, another agent may receive
   * uploads in the folder.
   */
  @Bean
  @DependsOn("agent")
  UploadFolder uploadFolder(AgentSettings settings) {
    try {
      return UploadFolder.in(settings.dataDir());
    } catch (UncheckedIOException e) {
      throw new StartFailed(
          String.valueOf(e.getMessage()),
          "Make it writable, or choose another torrentinno.agent.data-dir.",
          e);
    }
  }

  /** When a bundle is renewed, the next connection uses the new one. */
  private static Supplier<@Nullable TrustManagerFactory> trust(
      @Nullable String bundle, SslBundles bundles) {
    if (bundle == null) {
      return () -> null;
    }
    try {
      bundles.getBundle(bundle).getManagers().getTrustManagerFactory();
    } catch (NoSuchSslBundleException e) {
      throw new StartFailed(
          "There is no SSL bundle of the name " + bundle + ".",
          "Define it (spring.ssl.bundle), or change torrentinno.agent.tracker-ssl-bundle.",
          e);
    }
    return () -> bundles.getBundle(bundle).getManagers().getTrustManagerFactory();
  }

  private static AgentOptions options(
      AgentSettings settings,
      ConnectionSettings connections,
      AgentOptions.Tracker tracker,
      OutgoingGuard outgoing,
      PeerTls tls) {
    return new AgentOptions(
        settings.dataDir(),
        settings.shareDirs(),
        settings.downloadDirs(),
        new InetSocketAddress(settings.listenAddress(), settings.listenPort()),
        settings.publicAddress(),
        tracker,
        Integer.parseInt(settings.manifestVersion()),
        connections.limits(settings.maxConnections()),
        settings.writeQueue().toBytes(),
        settings.limits().toRateLimits(),
        new SessionSettings.Sharing(
            settings.choking(), settings.uploadSlots(), settings.superSeeding()),
        outgoing,
        reuse(settings),
        tls);
  }

  private static AgentOptions.Reuse reuse(AgentSettings settings) {
    if (!settings.reuse()) {
      return AgentOptions.Reuse.NONE;
    }
    return settings.hardLinks() ? AgentOptions.Reuse.LINKS : AgentOptions.Reuse.COPIES;
  }
}
