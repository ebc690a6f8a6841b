package io.torrentinno.tracker.config;

import io.torrentinno.tracker.config.settings.UdpSettings;
import io.torrentinno.tracker.config.start.StartFailed;
import io.torrentinno.tracker.udp.UdpEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Opens the UDP endpoint at the address of the HTTP endpoint and, unless a setting says otherwise,
 * with the same port number. Closes it together with the HTTP endpoint, so before the store: what
 * the store gets later is not written to Redis any more.
 */
@Component
final class UdpOpener implements SmartLifecycle {
  private final @Nullable UdpEndpoint endpoint;
  private final UdpSettings settings;
  private final @Nullable InetAddress address;
  private volatile boolean running;

  UdpOpener(ObjectProvider<UdpEndpoint> endpoint, UdpSettings settings, ServerProperties server) {
    this.endpoint = endpoint.getIfAvailable();
    this.settings = settings;
    this.address = server.getAddress();
  }

  @EventListener
  @Order(0)
  void open(WebServerInitializedEvent event) {
    if (endpoint == null || event.getApplicationContext().getServerNamespace() != null) {
      return;
    }
    Integer port = settings.port();
    int number = port == null ? event.getWebServer().getPort() : port;
    try {
      running = true;
      endpoint.open(new InetSocketAddress(address, number));
    } catch (IOException e) {
      throw new StartFailed(
          "The tracker cannot open UDP port " + number + ": " + e.getMessage(),
          "Stop the program that uses the port, or choose another torrentinno.tracker.udp.port;"
              + " torrentinno.tracker.udp.enabled=false turns UDP off.",
          e);
    }
  }

  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
  }

  @Override
  public void start() {
    // The web server's event opens the endpoint.
  }

  @Override
  public void stop() {
    running = false;
    if (endpoint != null) {
      endpoint.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
