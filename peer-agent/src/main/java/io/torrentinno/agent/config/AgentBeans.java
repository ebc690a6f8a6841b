package io.torrentinno.agent.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.agent.api.UploadFolder;
import io.torrentinno.agent.runtime.AgentOptions;
import io.torrentinno.agent.runtime.TorrentAgent;
import io.torrentinno.agent.storage.StorageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes an agent of its settings, and closes it when the program ends. */
@Configuration(proxyBeanMethods = false)
class AgentBeans {
  @Bean
  TorrentAgent agent(AgentSettings settings, MeterRegistry registry)
      throws StorageException, IOException {
    return TorrentAgent.start(options(settings), new AnnounceMetrics(registry));
  }

  @Bean
  AgentMetrics agentMetrics(TorrentAgent agent) {
    return new AgentMetrics(agent);
  }

  @Bean
  UploadFolder uploadFolder(AgentSettings settings) {
    return UploadFolder.in(settings.dataDir());
  }

  private static AgentOptions options(AgentSettings settings) {
    return new AgentOptions(
        settings.dataDir(),
        settings.shareDirs(),
        new InetSocketAddress(settings.listenAddress(), settings.listenPort()),
        settings.publicAddress(),
        settings.tracker().host(),
        settings.tracker().port(),
        settings.maxConnections(),
        settings.writeQueue().toBytes());
  }
}
