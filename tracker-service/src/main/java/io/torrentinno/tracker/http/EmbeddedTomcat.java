package io.torrentinno.tracker.http;

import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.connection.HttpLimits;
import io.torrentinno.tracker.http.endpoints.HttpServices;
import io.torrentinno.tracker.http.message.CallerHeader;
import io.torrentinno.tracker.loops.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/**
 * Creates Tomcat for the control plane, on a free port of the loopback, and the HTTP endpoint
 * before it. The endpoint takes the address, the port and the TLS settings that were meant for
 * Tomcat.
 */
public final class EmbeddedTomcat extends TomcatServletWebServerFactory {
  private final EventLoops eventLoops;
  private final AnnounceGateway gateway;
  private final TrustedProxies proxies;
  private final @Nullable ManagementAddress management;

  /**
   * Where the control plane listens.
   *
   * @param address null: the address of announces
   * @param port 0 stands for any free port
   */
  public record ManagementAddress(@Nullable InetAddress address, int port) {}

  /**
   * A factory whose endpoint answers announces with {@code gateway}.
   *
   * @param management null: the control plane shares the port of announces
   */
  public EmbeddedTomcat(
      EventLoops eventLoops,
      AnnounceGateway gateway,
      TrustedProxies proxies,
      @Nullable ManagementAddress management) {
    this.management = management;
    this.eventLoops = eventLoops;
    this.gateway = gateway;
    this.proxies = proxies;
  }

  @Override
  public WebServer getWebServer(ServletContextInitializer... initializers) {
    ListenAddress listenAddress =
        new ListenAddress(
            new InetSocketAddress(getAddress(), getPort()),
            managementAddress(),
            tls(),
            HttpLimits.ofThisMachine());
    CallerHeader header = CallerHeader.random();
    addContextValves(new CallerValve(header));
    setAddress(InetAddress.getLoopbackAddress());
    setPort(0);
    setSsl(null);
    return new HttpEndpoint(
        eventLoops,
        new HttpServices(gateway, proxies, header),
        listenAddress,
        super.getWebServer(initializers));
  }

  private @Nullable InetSocketAddress managementAddress() {
    if (management == null) {
      return null;
    }
    InetAddress address = management.address == null ? getAddress() : management.address;
    return new InetSocketAddress(address, management.port);
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
