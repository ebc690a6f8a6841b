package io.torrentinno.tracker.http;

import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
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
    Entrance entrance =
        new Entrance(
            new InetSocketAddress(getAddress(), getPort()), tls(), HttpLimits.ofThisMachine());
    setAddress(InetAddress.getLoopbackAddress());
    setPort(0);
    setSsl(null);
    return new HttpDoor(transport, reception, proxies, entrance, super.getWebServer(initializers));
  }

  private @Nullable ServerTls tls() {
    Ssl settings = getSsl();
    if (settings == null || !Ssl.isEnabled(settings)) {
      return null;
    }
    ServerTls tls = new ServerTls(settings, getSslBundle());
    String bundle = settings.getBundle();
    SslBundles bundles = getSslBundles();
    if (bundle != null && bundles != null) {
      bundles.addBundleUpdateHandler(bundle, tls::renew);
    }
    return tls;
  }
}
