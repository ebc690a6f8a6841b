package io.torrentinno.tracker.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.torrentinno.tracker.door.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The open connections of the HTTP door: how many there may be, and how long they may idle. */
final class Connections {
  private static final int MOST = 20_000;
  private static final long IDLE = Duration.ofSeconds(75).toNanos();
  private static final long REQUEST = Duration.ofSeconds(20).toNanos();

  private final Map<HttpConnection, Channel> open = new ConcurrentHashMap<>();
  private final Transport transport;
  private final Supplier<InetSocketAddress> controlPlane;

  /**
   * None yet.
   *
   * @param controlPlane where requests go on to that are not answered here
   */
  Connections(Transport transport, Supplier<InetSocketAddress> controlPlane) {
    this.transport = transport;
    this.controlPlane = controlPlane;
  }

  /** Takes one in; false when there are too many. */
  boolean add(HttpConnection connection, Channel channel) {
    open.put(connection, channel);
    return open.size() <= MOST;
  }

  void remove(HttpConnection connection) {
    open.remove(connection);
  }

  /** When a connection goes on which nothing comes. */
  long idleDeadline() {
    return System.nanoTime() + IDLE;
  }

  /** When a connection goes whose request does not get on. */
  long requestDeadline() {
    return System.nanoTime() + REQUEST;
  }

  /** Hands a connection over to the control plane, with what was read of it. */
  void passOn(ChannelHandlerContext ctx, ByteBuf request, int lineLength) {
    new Tunnel(transport, controlPlane.get()).open(ctx, request, lineLength);
  }

  /** Closes those that keep us waiting. */
  void closeOverdue() {
    long now = System.nanoTime();
    open.forEach((connection, channel) -> {
      if (connection.isOverdue(now)) {
        channel.close();
      }
    });
  }

  /** Closes those that wait for nothing, and the others as they are answered. */
  void leave() {
    open.forEach(
        (connection, channel) -> channel.eventLoop().execute(() -> connection.leave(channel)));
  }
}
