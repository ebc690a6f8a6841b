package io.torrentinno.agent.announce.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.resolver.NoopAddressResolverGroup;
import io.torrentinno.agent.outgoing.OutgoingGuard;
import io.torrentinno.agent.outgoing.OutgoingRefused;
import io.torrentinno.agent.outgoing.OutgoingUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections. */
final class Connector {
  static final int MOST_BODY_BYTES = 4 << 20;
  static final int MOST_HEAD_BYTES = 32 << 10;
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final int MOST_LINE_BYTES = 4 << 10;
  private static final int MOST_CHUNK_BYTES = 64 << 10;
  private static final int MOST_ADDRESSES = 3;

  private final EventLoop loop;
  private final Class<? extends Channel> socketType;
  private final Supplier<@Nullable TrustManagerFactory> trust;
  private final OutgoingGuard guard;

  /**
   * One connector for all servers.
   *
   * @param trust called for each connection over TLS; null: the certificates that the JVM trusts
   * @param guard checks the addresses of servers; not those of proxies, which the operator names
   */
  Connector(
      EventLoop loop,
      Class<? extends Channel> socketType,
      Supplier<@Nullable TrustManagerFactory> trust,
      OutgoingGuard guard) {
    this.loop = loop;
    this.socketType = socketType;
    this.trust = trust;
    this.guard = guard;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * Looks the server's host name up, and connects to the first of its addresses that accepts;
   * through the HTTP proxy of the JVM's settings, if there is one. Of many addresses only a few are
   * tried; the caller tries again with another turn.
   *
   * @param turn which address is tried first, modulo their number
   * @param connection added to the channel that is opened; also gets failures
   */
  void open(Origin origin, int turn, Duration timeout, PipelinedConnection connection) {
    Thread.startVirtualThread(() -> {
      try {
        Route route = route(origin, turn);
        SslHandlers tls = origin.tls() ? tls(origin, timeout) : _ -> null;
        onLoop(() -> connect(route, tls, timeout, connection, null));
      } catch (IOException | RuntimeException e) { // Certificates that can't be read, for example.
        onLoop(() -> connection.couldNotOpen(e));
      }
    });
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The agent is closing; open requests have failed");
    }
  }

  /**
   * The way to a server: its addresses, one to be tried after the other, and the target of requests
   * to a proxy.
   *
   * @param direct whether no proxy is between
   */
  private record Route(
      Iterator<? extends SocketAddress> addresses,
      @Nullable InetSocketAddress tunnel,
      String prefix,
      boolean direct) {}

  private Route route(Origin origin, int turn) throws UnknownHostException, OutgoingRefused {
    InetSocketAddress proxy = origin.proxy();
    InetSocketAddress server = origin.address();
    if (proxy == null) {
      List<InetSocketAddress> all =
          guard.lookUp(OutgoingUse.TRACKER, server.getHostString(), server.getPort());
      return new Route(some(all, turn), null, "", true);
    }
    guard.checkBehindProxy(OutgoingUse.TRACKER, server.getHostString(), server.getPort());
    if (origin.tls()) {
      InetSocketAddress resolved = new InetSocketAddress(proxy.getHostString(), proxy.getPort());
      return new Route(List.of(server).iterator(), resolved, "", false);
    }
    List<InetSocketAddress> all =
        Stream.of(InetAddress.getAllByName(proxy.getHostString()))
            .map(ip -> new InetSocketAddress(ip, proxy.getPort()))
            .toList();
    return new Route(some(all, turn), null, origin.toString(), false);
  }

  private static Iterator<InetSocketAddress> some(List<InetSocketAddress> all, int turn) {
    return IntStream.range(0, Math.min(all.size(), MOST_ADDRESSES))
        .mapToObj(i -> all.get(Math.floorMod(turn + i, all.size())))
        .iterator();
  }

  /** Creates the TLS handler of a channel; null without TLS. */
  private interface SslHandlers {
    @Nullable SslHandler of(Channel channel);
  }

  private SslHandlers tls(Origin origin, Duration timeout) throws SSLException {
    InetSocketAddress peer = origin.address();
    var context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(trust.get())
            .build();
    return channel -> {
      SslHandler handler =
          context.newHandler(channel.alloc(), peer.getHostString(), peer.getPort());
      handler.setHandshakeTimeoutMillis(timeout.toMillis());
      return handler;
    };
  }

  private void connect(
      Route route,
      SslHandlers tls,
      Duration timeout,
      PipelinedConnection connection,
      @Nullable Throwable before) {
    if (!route.addresses.hasNext()) {
      connection.couldNotOpen(before == null ? new UnknownHostException() : before);
      return;
    }
    connection.sendsTo(route.prefix);
    SocketAddress address = route.addresses.next();
    connection.reaches(
        route.direct && address instanceof InetSocketAddress server ? server.getAddress() : null);
    new Bootstrap()
        .group(loop)
        .channel(socketType)
        .resolver(NoopAddressResolverGroup.INSTANCE)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                fill(channel.pipeline(), route, tls.of(channel), connection);
              }
            })
        .connect(address)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (done.isSuccess()) {
                    done.channel().pipeline().addLast(connection);
                  } else {
                    connect(route, tls, timeout, connection, done.cause());
                  }
                });
  }

  private static void fill(
      ChannelPipeline pipeline,
      Route route,
      @Nullable SslHandler tls,
      PipelinedConnection connection) {
    if (route.tunnel != null) {
      pipeline.addLast(new HttpProxyHandler(route.tunnel));
    }
    if (tls != null) {
      pipeline.addLast(tls);
    }
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MOST_LINE_BYTES)
            .setMaxHeaderSize(MOST_HEAD_BYTES)
            .setMaxChunkSize(MOST_CHUNK_BYTES);
    pipeline.addLast(connection.beginning());
    pipeline.addLast(new HttpClientCodec(limits, false, false));
    pipeline.addLast(new HttpObjectAggregator(MOST_BODY_BYTES));
  }
}
