package io.torrentinno.tracker.http.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on the answer of the control plane as fast as the caller reads it. */
final class AnswerRelay extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerRelay.class);

  private final Channel channel;
  private final ControlPlaneProxy.Caller caller;
  private boolean hasBegun;

  AnswerRelay(Channel channel, ControlPlaneProxy.Caller caller) {
    this.channel = channel;
    this.caller = caller;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    hasBegun = true;
    channel.write(bytes, channel.voidPromise());
    caller.hasMore();
    if (!channel.isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    channel.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (hasBegun) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else if (channel.isActive()) {
      caller.isNotAnswered();
    }
  }

  /** Closes the connection to the control plane, which then ends the one of the caller, too. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      // The control plane does this to a caller that reads too slowly, for example.
      LOG.debug("The control plane has broken a connection: {}", cause.toString());
    } else {
      LOG.error("An answer of the control plane could not be passed on", cause);
    }
    ctx.close();
  }
}
