package io.torrentinno.agent.api.server;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that all web servers of the agent share. */
@Configuration(proxyBeanMethods = false)
class ServerBeans {
  @Bean
  RestConnections restConnections() {
    return new RestConnections();
  }
}
