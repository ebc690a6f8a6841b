package io.torrentinno.agent.api.server;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What there is once, however many web servers there are. */
@Configuration(proxyBeanMethods = false)
class ServerBeans {
  @Bean
  RestConnections restConnections() {
    return new RestConnections();
  }
}
