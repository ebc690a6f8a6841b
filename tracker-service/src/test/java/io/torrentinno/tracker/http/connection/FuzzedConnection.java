package io.torrentinno.tracker.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.torrentinno.tracker.gateway.AnnounceGateway;
import io.torrentinno.tracker.gateway.FuzzedGateway;
import io.torrentinno.tracker.gateway.TrustedProxies;
import io.torrentinno.tracker.http.endpoints.HttpServices;
import io.torrentinno.tracker.http.message.Surface;
import io.torrentinno.tracker.http.proxy.ConnectionQuota;
import io.torrentinno.tracker.http.proxy.ControlPlaneProxy;
import io.torrentinno.tracker.loops.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A connection of the HTTP endpoint with an empty store, without a socket, at one moment in time.
 * There is no control plane: a request that is passed on ends the connection.
 */
final class FuzzedConnection implements AutoCloseable {
  private static final Connections CONNECTIONS =
      new Connections(
          HttpLimits.ofThisMachine(),
          new ControlPlaneProxy(
              new EventLoops(1),
              () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
              new ConnectionQuota(1, 1)));

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final DuplexEmbeddedChannel channel = new DuplexEmbeddedChannel();
  private final HttpConnection connection;
  private final ChannelHandlerContext ctx;
  private final StringBuilder answers = new StringBuilder();

  FuzzedConnection() {
    AnnounceGateway gateway = FuzzedGateway.empty();
    connection =
        new HttpConnection(
            new HttpServices(gateway, new TrustedProxies(List.of())), CONNECTIONS, Surface.ALL);
    channel.config().setAllocator(buffers);
    channel.pipeline().addLast(connection);
    ctx = Objects.requireNonNull(channel.pipeline().context(connection));
    connection.channelActive(ctx);
  }

  /** Receives a part of an array, if the connection is still open. Throws all exceptions on. */
  void send(byte[] bytes, int offset, int length) {
    if (channel.isActive()) {
      connection.channelRead(ctx, buffers.heapBuffer(length).writeBytes(bytes, offset, length));
      connection.channelReadComplete(ctx);
      channel.runPendingTasks();
    }
  }

  /** The caller sends no more. */
  void endInput() {
    if (channel.isActive()) {
      connection.userEventTriggered(ctx, ChannelInputShutdownEvent.INSTANCE);
      channel.runPendingTasks();
    }
  }

  /** All answers that were sent, as ISO 8859-1. */
  String answers() {
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      answers.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return answers.toString();
  }

  /** Fails when a buffer was not released. */
  @Override
  public void close() {
    answers();
    channel.close();
    channel.runPendingTasks();
    assertThat(buffers.metric().usedHeapMemory()).isZero();
    assertThat(buffers.metric().usedDirectMemory()).isZero();
  }
}
