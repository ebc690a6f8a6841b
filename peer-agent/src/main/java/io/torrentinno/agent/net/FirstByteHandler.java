package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.agent.net.tls.TlsFailure;

/**
 * Tells by the first byte whether a caller begins with TLS, and replaces itself by the handler that
 * encrypts, or by none.
 */
final class FirstByteHandler extends ChannelInboundHandlerAdapter {
  /** The first byte of a TLS record with a handshake (RFC 8446, 5.1). */
  private static final int TLS_HANDSHAKE = 0x16;

  private final PeerTls tls;

  FirstByteHandler(PeerTls tls) {
    this.tls = tls;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    ChannelPipeline pipeline = context.pipeline();
    if (in.isReadable() && in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE) {
      try {
        pipeline.replace(this, "tls", tls.handler(context.channel(), false));
      } catch (RuntimeException ended) {
        in.release();
        throw ended;
      }
    } else if (tls.isRequired()) {
      tls.failed(TlsFailure.PLAINTEXT);
      in.release();
      context.close();
      return;
    } else {
      pipeline.remove(this);
    }
    pipeline.fireChannelRead(in);
  }
}
