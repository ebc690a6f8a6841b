package io.torrentinno.tracker.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.torrentinno.tracker.door.Transport;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings one request to the control plane and its answer back. The request is given a {@code
 * Connection: close}, so that the next one comes in by the door again.
 */
final class Tunnel {
  private static final byte[] CLOSE = AsciiBytes.of("Connection: close\r\n");

  private final Transport transport;
  private final InetSocketAddress target;

  Tunnel(Transport transport, InetSocketAddress target) {
    this.transport = transport;
    this.target = target;
  }

  /**
   * Takes over a connection.
   *
   * @param request what was read of it, which is now the tunnel's
   * @param lineLength of the request line, up to and with its end; 0 when it has none
   */
  void open(ChannelHandlerContext ctx, ByteBuf request, int lineLength) {
    Channel caller = ctx.channel();
    caller.config().setAutoRead(false);
    ByteBuf first = ctx.alloc().buffer(request.readableBytes() + CLOSE.length);
    first.writeBytes(request, lineLength);
    if (lineLength > 0) {
      first.writeBytes(CLOSE);
    }
    first.writeBytes(request);
    request.release();
    Holder holder = new Holder(first);
    ctx.pipeline().replace(ctx.handler(), "holder", holder);
    ChannelFuture connecting =
        transport.client(caller.eventLoop()).handler(new Relay(caller)).connect(target);
    // Where no socket is to be had, another thread tells.
    connecting.addListener(
        _ -> caller.eventLoop().execute(() -> connected(connecting, caller, holder)));
  }

  private static void connected(ChannelFuture connecting, Channel caller, Holder holder) {
    Channel server = connecting.channel();
    ByteBuf first = holder.take();
    if (!connecting.isSuccess()) {
      first.release();
      caller.close(); // The other side is closed, or never was a channel that can be.
    } else if (!caller.isActive()) {
      first.release();
      server.close();
    } else {
      caller.pipeline().replace(holder, "relay", new Relay(server));
      server.writeAndFlush(first);
      caller.config().setAutoRead(true);
    }
  }

  /**
   * Keeps what comes before there is anybody to pass it on to: what TLS had in hand with the
   * request, and what was under way of a caller that sends no more. When nobody is to be had, more
   * may come, for TLS says goodbye before it closes.
   */
  private static final class Holder extends ChannelInboundHandlerAdapter {
    private @Nullable ByteBuf held;

    Holder(ByteBuf held) {
      this.held = held;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      if (held != null) {
        held.writeBytes((ByteBuf) bytes);
      }
      ReferenceCountUtil.release(bytes);
    }

    /** Gives away what was kept; what comes from now on is dropped. May be called once. */
    ByteBuf take() {
      ByteBuf taken = Objects.requireNonNull(held);
      held = null;
      return taken;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  /** Passes on what one side sends, as fast as the other takes it. */
  private static final class Relay extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Relay(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      other.write(bytes, other.voidPromise());
      if (!other.isWritable()) {
        ctx.channel().config().setAutoRead(false);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      other.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (ctx.channel().isWritable()) {
        other.config().setAutoRead(true);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        ((DuplexChannel) other).shutdownOutput();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close(); // One of both sides is gone; the other hears of it by the end.
    }
  }
}
