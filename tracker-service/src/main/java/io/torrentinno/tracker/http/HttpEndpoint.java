package io.torrentinno.tracker.http;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.torrentinno.tracker.http.connection.Connections;
import io.torrentinno.tracker.http.connection.HttpConnection;
import io.torrentinno.tracker.http.endpoints.HttpServices;
import io.torrentinno.tracker.http.message.Surface;
import io.torrentinno.tracker.http.proxy.ConnectionQuota;
import io.torrentinno.tracker.http.proxy.ControlPlaneProxy;
import io.torrentinno.tracker.loops.EventLoops;
import io.torrentinno.tracker.loops.Listeners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;

/**
 * The HTTP endpoint. It stands before the server of the control plane, which listens on the
 * loopback.
 */
final class HttpEndpoint implements WebServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final int BACKLOG = 4096;
  private static final int SWEEP_SECONDS = 1;

  private final EventLoops eventLoops;
  private final HttpServices services;
  private final Connections connections;
  private final ListenAddress listenAddress;
  private final WebServer behind;
  private final Listeners listeners;
  private final @Nullable Listeners management;
  private @Nullable Future<?> sweeper;

  HttpEndpoint(
      EventLoops eventLoops, HttpServices services, ListenAddress listenAddress, WebServer behind) {
    this.eventLoops = eventLoops;
    this.services = services;
    this.listenAddress = listenAddress;
    this.behind = behind;
    this.connections =
        new Connections(
            listenAddress.limits(),
            new ControlPlaneProxy(
                eventLoops,
                () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.getPort()),
                new ConnectionQuota(
                    listenAddress.limits().passedOn(),
                    listenAddress.limits().passedOnPerAddress())));
    boolean isOnePort = listenAddress.management() == null;
    Surface surface = isOnePort ? Surface.ALL : Surface.ANNOUNCES;
    this.listeners = new Listeners(eventLoops, "HTTP", loop -> listener(loop, surface));
    this.management =
        isOnePort
            ? null
            : new Listeners(eventLoops, "HTTP", loop -> listener(loop, Surface.MANAGEMENT));
  }

  @Override
  public void start() {
    behind.start();
    open(listeners, listenAddress.address());
    if (management != null) {
      open(management, Objects.requireNonNull(listenAddress.management()));
      LOG.info("The page, the API and the metrics are on port {}", management.port());
    }
    sweeper = eventLoops.every(Duration.ofSeconds(SWEEP_SECONDS), connections::closeOverdue);
  }

  private void open(Listeners opened, InetSocketAddress address) {
    try {
      opened.open(address);
    } catch (IOException e) {
      closeListening();
      behind.stop();
      throw new PortInUseException(address.getPort(), e);
    }
  }

  /** The port of the control plane. */
  int managementPort() {
    return management == null ? getPort() : management.port();
  }

  private AbstractBootstrap<?, ?> listener(EventLoop loop, Surface surface) {
    return eventLoops
        .server(loop)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                ServerTls tls = listenAddress.tls();
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new HttpConnection(services, connections, surface));
              }
            });
  }

  @Override
  public int getPort() {
    return listeners.port();
  }

  /** Accepts no more connections, and closes the open ones after their answers. */
  @Override
  public void shutDownGracefully(GracefulShutdownCallback callback) {
    closeListening();
    connections.shutDown();
    behind.shutDownGracefully(callback);
  }

  @Override
  public void stop() {
    closeListening();
    behind.stop();
  }

  @Override
  public void destroy() {
    behind.destroy();
  }

  private void closeListening() {
    if (sweeper != null) {
      sweeper.cancel(false);
    }
    listeners.close();
    if (management != null) {
      management.close();
    }
  }
}
