package io.torrentinno.agent.api.server;

import io.torrentinno.agent.api.bodies.BodySettings;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the web server is put together. */
@Configuration(proxyBeanMethods = false)
class ServerBeans {
  @Bean
  RestConnections restConnections() {
    return new RestConnections();
  }

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
      // The folder for uploads is made at the start: not where the data folder was before it went.
      factory.addContextCustomizers(context -> context.setCreateUploadTargets(false));
    };
  }
}
