package io.torrentinno.tracker.http;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.torrentinno.tracker.door.Reception;
import io.torrentinno.tracker.door.Transport;
import io.torrentinno.tracker.door.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private final List<Channel> listening = new ArrayList<>();
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
            transport,
            () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.getPort()));
  }

  @Override
  public void start() {
    behind.start();
    InetSocketAddress address = entrance.address();
    try {
      listening.addAll(
          transport.open(List.of(address.getAddress()), address.getPort(), this::listener));
    } catch (IOException e) {
      behind.stop();
      throw new PortInUseException(address.getPort(), e);
    }
    sweeper =
        listening
            .getFirst()
            .eventLoop()
            .scheduleAtFixedRate(
                connections::closeOverdue, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
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
                SslContext tls = entrance.tls();
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new HttpConnection(services, connections));
              }
            });
  }

  @Override
  public int getPort() {
    return listening.isEmpty()
        ? entrance.address().getPort()
        : ((InetSocketAddress) listening.getFirst().localAddress()).getPort();
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
    listening.forEach(socket -> socket.close().awaitUninterruptibly());
  }
}
