package io.torrentinno.tracker.http.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.torrentinno.tracker.loops.EventLoops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Passes complete requests to the control plane, a limited number at a time, and passes its answers
 * back.
 */
public final class ControlPlaneProxy {
  private final EventLoops eventLoops;
  private final Supplier<InetSocketAddress> target;
  private final ConnectionQuota places;

  public ControlPlaneProxy(
      EventLoops eventLoops, Supplier<InetSocketAddress> target, ConnectionQuota places) {
    this.eventLoops = eventLoops;
    this.target = target;
    this.places = places;
  }

  /** The connection that waits for an answer. Called on the event loop of its channel. */
  public interface Caller {
    /**
     * From now on the answer comes from {@code server}, which is read as fast as its bytes are
     * passed on.
     */
    void isAnsweredBy(Channel server);

    /** A part of the answer was written to the caller. */
    void hasMore();

    /** There will be no answer, and no part of one was written. */
    void isNotAnswered();
  }

  /** Takes a place for a request of this address; false when there is none. */
  public boolean take(InetAddress address) {
    return places.take(address);
  }

  /**
   * Passes a request to the control plane. A place was taken for it before. When the whole answer
   * is written, the channel is closed.
   *
   * @param request is owned by the proxy from then on
   */
  public void open(Channel channel, InetAddress address, ByteBuf request, Caller caller) {
    ChannelFuture connecting =
        eventLoops
            .client(channel.eventLoop())
            .handler(new AnswerRelay(channel, caller))
            .connect(target.get());
    // When no socket is available, another thread completes the future.
    connecting.addListener(_ ->
        channel
            .eventLoop()
            .execute(() -> {
              if (connecting.isSuccess()) {
                connecting.channel().closeFuture().addListener(_ -> places.give(address));
                connected(connecting.channel(), channel, request, caller);
              } else {
                places.give(address);
                request.release();
                caller.isNotAnswered();
              }
            }));
  }

  private static void connected(Channel server, Channel channel, ByteBuf request, Caller caller) {
    if (channel.isActive()) {
      channel.closeFuture().addListener(_ -> server.close());
      caller.isAnsweredBy(server);
      server.writeAndFlush(request);
    } else {
      request.release();
      server.close();
    }
  }
}
