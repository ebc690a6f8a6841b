package io.torrentinno.tracker.http;

import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Tomcat for the control plane, on a port of the loopback that nobody needs to know, and the HTTP
 * door before it at the address and port that were meant for Tomcat.
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
    if (Ssl.isEnabled(getSsl())) {
      throw new IllegalStateException(
          "server.ssl is not for the tracker: let a proxy in front of it speak TLS, and name it in"
              + " torrentinno.tracker.doors.trusted-proxies");
    }
    InetSocketAddress address = new InetSocketAddress(getAddress(), getPort());
    setAddress(InetAddress.getLoopbackAddress());
    setPort(0);
    return new HttpDoor(transport, reception, proxies, address, super.getWebServer(initializers));
  }
}
