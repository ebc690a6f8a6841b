package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInboundInvoker;
import io.netty.handler.codec.DecoderException;
import io.torrentinno.agent.net.pacing.ReceiveBuffers;
import io.torrentinno.agent.net.tls.TlsHandler;
import io.torrentinno.protocol.wire.Handshake;
import io.torrentinno.protocol.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the peer's handshake, and then replaces itself by a {@link PeerConnection} on the event
 * loop of the swarm. It reads no byte after the handshake before the handshake is accepted. A peer
 * that does not complete it in time is closed, whatever it sends.
 */
abstract class HandshakeHandler extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(HandshakeHandler.class);

  /** A read before the handshake is complete; it holds the certificates of most peers. */
  private static final int TLS_READ_BYTES = 4 << 10;

  private final ReceiveBuffers buffers = new ReceiveBuffers();

  /** The bytes of the handshake so far, on the heap. */
  private final ByteBuf head = Unpooled.buffer(Handshake.LENGTH, Handshake.LENGTH);

  /** The bytes after the handshake in the same read; kept while the channel changes its loop. */
  private final Queue<ByteBuf> rest = new ArrayDeque<>();

  private final Duration time;
  private @Nullable Future<?> timeout;
  private boolean passed;

  /** Waits for a handshake for this time. */
  HandshakeHandler(Duration time) {
    this.time = time;
  }

  /**
   * Checks the peer's handshake.
   *
   * @return the swarm that it joins; null to close
   */
  abstract @Nullable Swarm judge(Channel channel, Handshake handshake);

  /** Called on the swarm's loop just before its connection starts. */
  abstract void passed(Channel channel, Swarm swarm);

  abstract boolean isOutgoing();

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Channel channel = context.channel();
    buffers.endAt(() -> tls(channel) == null ? Math.max(1, head.writableBytes()) : TLS_READ_BYTES);
    channel.config().setRecvByteBufAllocator(buffers);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timeout =
        context.executor().schedule(() -> context.close(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (passed) {
        moreBehind(context, in);
        return;
      }
      in.readBytes(head, Math.min(in.readableBytes(), head.writableBytes()));
      decode(context, in);
    } finally {
      in.release();
    }
  }

  /**
   * One read can bring several records of TLS. In the clear it means that the peer ended its side.
   */
  private void moreBehind(ChannelHandlerContext context, ByteBuf in) {
    if (tls(context.channel()) == null) {
      context.close();
    } else {
      rest.add(in.retain());
    }
  }

  /** Whether no byte of the peer's handshake has arrived. */
  final boolean isUnanswered() {
    return head.writerIndex() == 0;
  }

  static @Nullable TlsHandler tls(Channel channel) {
    return channel.pipeline().get(TlsHandler.class);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    releaseRest();
    forgetTimeout();
  }

  private void releaseRest() {
    rest.forEach(ByteBuf::release);
    rest.clear();
  }

  /** The timeout would otherwise keep the connection in memory, also after it was closed. */
  private void forgetTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (isNoFault(cause)) {
      log.debug("{}: handshake failed: {}", context.channel().remoteAddress(), cause.toString());
    } else {
      log.error("{}: can't start the connection", context.channel().remoteAddress(), cause);
    }
    context.close();
  }

  /**
   * Whether a connection can fail so without a fault of this program: the peer breaks it, or the
   * memory for receiving is used up, which readiness and a metric show.
   */
  static boolean isNoFault(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof OutOfMemoryError
        || (cause instanceof DecoderException && cause.getCause() instanceof IOException);
  }

  private void decode(ChannelHandlerContext context, ByteBuf behind) {
    try {
      Handshake handshake = Handshake.decode(head);
      if (handshake == null) {
        return;
      }
      Swarm swarm = judge(context.channel(), handshake);
      if (swarm == null) {
        log.debug("{}: refused {}", context.channel().remoteAddress(), handshake);
        context.close();
        return;
      }
      passed = true;
      forgetTimeout();
      if (behind.isReadable()) {
        rest.add(behind.readRetainedSlice(behind.readableBytes()));
      }
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
                    startMoved(channel, handshake, swarm);
                  } else {
                    releaseRest(); // no loop is left that could report the removal
                    channel.close();
                  }
                }));
  }

  private void startMoved(Channel channel, Handshake handshake, Swarm swarm) {
    try {
      start(channel, handshake, swarm);
      channel.config().setAutoRead(true);
    } catch (RuntimeException fault) {
      log.error("{}: can't start the connection", channel.remoteAddress(), fault);
      channel.close();
    }
  }

  private void start(Channel channel, Handshake handshake, Swarm swarm) {
    if (!channel.isActive()) {
      return;
    }
    CongestionControl.fit(channel);
    passed(channel, swarm);
    PeerConnection connection =
        new PeerConnection(channel, handshake.peerId(), isOutgoing(), swarm, buffers);
    Queue<ByteBuf> behind = new ArrayDeque<>(rest);
    rest.clear();
    channel.pipeline().replace(this, "peer", connection);
    if (!behind.isEmpty()) {
      TlsHandler tls = tls(channel);
      ChannelInboundInvoker before =
          tls == null ? channel.pipeline() : channel.pipeline().context(tls);
      behind.forEach(before::fireChannelRead);
      before.fireChannelReadComplete();
    }
  }
}
