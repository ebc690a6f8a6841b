package io.torrentinno.agent.api.server;

import io.torrentinno.agent.api.bodies.BodySettings;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Bounds each web server: the agent's own, whose beans include these like all others; and the one
 * of {@code management.server.port}, for which Spring Boot finds them by a file in {@code
 * META-INF/spring}.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class BoundedServers {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedServer(
      BodySettings bodies, RestConnections connections) {
    ClientPace pace = new ClientPace(bodies.grace(), Math.max(1, bodies.minRate().toBytes()));
    return factory -> {
      factory.setProtocol(BoundedProtocol.class.getName());
      factory.addProtocolHandlerCustomizers(handler -> {
        BoundedProtocol protocol = (BoundedProtocol) handler;
        protocol.expect(pace);
        connections.of(protocol);
      });
      factory.addContextCustomizers(context ->
          ((StandardHost) context.getParent())
              .setErrorReportValveClass(ProblemReportValve.class.getName()));
      // Tomcat must not create the folder for uploads later, at the place of a data folder that is
      // gone.
      factory.addContextCustomizers(context -> context.setCreateUploadTargets(false));
    };
  }
}
