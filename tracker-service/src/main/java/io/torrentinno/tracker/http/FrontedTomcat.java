package io.torrentinno.tracker.http;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Tomcat for the control plane, on a port of the loopback that nobody needs to know, and the HTTP
 * door before it at the address and port that were meant for Tomcat, with the TLS that was, too.
 */
public final class FrontedTomcat extends TomcatServletWebServerFactory {
  private final Transport transport;
  private final Reception reception;
  private final TrustedProxies proxies;

  /** Announces are brought to {@code reception}. */
  public FrontedTomcat(Transport transport, Reception reception, TrustedProxies proxies) {
    this.transport = transport;
    this.reception = reception;
    this.proxies = proxies;
  }

  @Override
  public WebServer getWebServer(ServletContextInitializer... initializers) {
    Entrance entrance = new Entrance(new InetSocketAddress(getAddress(), getPort()), tls());
    setAddress(InetAddress.getLoopbackAddress());
    setPort(0);
    setSsl(null);
    return new HttpDoor(transport, reception, proxies, entrance, super.getWebServer(initializers));
  }

  /** As {@code server.ssl} says, with one certificate for all names. */
  private @Nullable SslContext tls() {
    Ssl settings = getSsl();
    if (settings == null || !Ssl.isEnabled(settings)) {
      return null;
    }
    SslBundle bundle = getSslBundle();
    ClientAuth clients =
        Ssl.ClientAuth.map(
            settings.getClientAuth(), ClientAuth.NONE, ClientAuth.OPTIONAL, ClientAuth.REQUIRE);
    SslContextBuilder context =
        SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
            .trustManager(bundle.getManagers().getTrustManagerFactory())
            .protocols(bundle.getOptions().getEnabledProtocols())
            .clientAuth(clients == null ? ClientAuth.NONE : clients);
    String[] ciphers = bundle.getOptions().getCiphers();
    try {
      return (ciphers == null ? context : context.ciphers(List.of(ciphers))).build();
    } catch (SSLException e) {
      throw new IllegalStateException("server.ssl: " + e.getMessage(), e);
    }
  }
}
