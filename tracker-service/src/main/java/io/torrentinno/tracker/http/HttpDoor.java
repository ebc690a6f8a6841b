package io.torrentinno.tracker.http;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.torrentinno.tracker.door.Listeners;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;

/** The HTTP door, in front of the server of the control plane, which listens on the loopback. */
final class HttpDoor implements WebServer {
  private static final int BACKLOG = 4096;
  private static final int SWEEP_SECONDS = 1;

  private final Transport transport;
  private final HttpServices services;
  private final Connections connections;
  private final Entrance entrance;
  private final WebServer behind;
  private final Listeners listeners;
  private @Nullable Future<?> sweeper;

  HttpDoor(
      Transport transport,
      Reception reception,
      TrustedProxies proxies,
      Entrance entrance,
      WebServer behind) {
    this.transport = transport;
    this.services = new HttpServices(reception, proxies);
    this.entrance = entrance;
    this.behind = behind;
    this.connections =
        new Connections(
            entrance.limits(),
            new ControlPlaneProxy(
                transport,
                () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.getPort()),
                new AddressPlaces(
                    entrance.limits().passedOn(), entrance.limits().passedOnPerAddress())));
    this.listeners = new Listeners(transport, "HTTP", this::listener);
  }

  @Override
  public void start() {
    behind.start();
    InetSocketAddress address = entrance.address();
    try {
      listeners.open(address);
    } catch (IOException e) {
      behind.stop();
      throw new PortInUseException(address.getPort(), e);
    }
    sweeper = transport.every(Duration.ofSeconds(SWEEP_SECONDS), connections::closeOverdue);
  }

  private AbstractBootstrap<?, ?> listener(EventLoop loop) {
    return transport
        .server(loop)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                ServerTls tls = entrance.tls();
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new HttpConnection(services, connections));
              }
            });
  }

  @Override
  public int getPort() {
    return listeners.port();
  }

  /** Takes no more connections, and lets those go that are open as they are answered. */
  @Override
  public void shutDownGracefully(GracefulShutdownCallback callback) {
    closeListening();
    connections.leave();
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
  }
}
