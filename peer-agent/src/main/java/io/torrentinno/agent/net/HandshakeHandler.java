package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.torrentinno.protocol.wire.Handshake;
import io.torrentinno.protocol.wire.WireException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the peer's handshake, then gives way to a {@link PeerConnection} on the event loop of
 * the swarm. A peer that says nothing within ten seconds is closed.
 */
abstract class HandshakeHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HandshakeHandler.class);
  private static final int TIMEOUT_SECONDS = 10;

  private final ReceiveBuffers buffers = new ReceiveBuffers();
  private @Nullable ByteBuf received;
  private @Nullable Future<?> timeout;
  private boolean passed;

  /**
   * Looks at what the peer said.
   *
   * @return the swarm that it joins; null to close
   */
  abstract @Nullable Swarm judge(Handshake handshake);

  /** Called on the swarm's loop just before its connection starts. */
  abstract void passed(Channel channel, Swarm swarm);

  abstract boolean isOutgoing();

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setRecvByteBufAllocator(buffers);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timeout = context.executor().schedule(() -> context.close(), TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (received == null) {
      received = in;
    } else {
      received.writeBytes(in);
      in.release();
    }
    if (!passed) {
      decode(context, received);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (received != null) {
      received.release();
      received = null;
    }
    forgetTimeout();
  }

  /** Else it would hold on to the connection, which may be gone long before. */
  private void forgetTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("{}: handshake failed: {}", context.channel().remoteAddress(), cause.toString());
    context.close();
  }

  private void decode(ChannelHandlerContext context, ByteBuf in) {
    try {
      Handshake handshake = Handshake.decode(in);
      if (handshake == null) {
        return;
      }
      Swarm swarm = judge(handshake);
      if (swarm == null) {
        log.debug("{}: turned away {}", context.channel().remoteAddress(), handshake);
        context.close();
        return;
      }
      passed = true;
      forgetTimeout();
      handOver(context, handshake, swarm);
    } catch (WireException violation) {
      log.debug("{}: {}", context.channel().remoteAddress(), violation.getMessage());
      context.close();
    }
  }

  private void handOver(ChannelHandlerContext context, Handshake handshake, Swarm swarm) {
    Channel channel = context.channel();
    if (swarm.loop().inEventLoop()) {
      start(channel, handshake, swarm);
      return;
    }
    channel.config().setAutoRead(false);
    channel
        .deregister()
        .addListener(_ ->
            swarm
                .loop()
                .register(channel)
                .addListener(moved -> {
                  if (moved.isSuccess()) {
                    start(channel, handshake, swarm);
                    channel.config().setAutoRead(true);
                  } else {
                    channel.close();
                  }
                }));
  }

  private void start(Channel channel, Handshake handshake, Swarm swarm) {
    if (!channel.isActive()) {
      return;
    }
    CongestionControl.fit(channel);
    passed(channel, swarm);
    PeerConnection connection =
        new PeerConnection(channel, handshake.peerId(), isOutgoing(), swarm, buffers);
    ByteBuf rest = received;
    received = null;
    channel.pipeline().replace(this, "peer", connection);
    if (rest != null && rest.isReadable()) {
      channel.pipeline().fireChannelRead(rest);
      channel.pipeline().fireChannelReadComplete();
    } else if (rest != null) {
      rest.release();
    }
  }
}
