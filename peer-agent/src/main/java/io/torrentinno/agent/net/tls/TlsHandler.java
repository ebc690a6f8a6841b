package io.torrentinno.agent.net.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;

/**
 * Encrypts one connection. It closes at once, without the message with which TLS says so: frames
 * have lengths and pieces have hashes, so nothing can be cut off unnoticed, and a peer that reads
 * nothing must not delay the end of its connection.
 */
public final class TlsHandler extends SslHandler {
  /** Netty merges nothing: a payload of whole records stays where it is. */
  private static final int NO_MERGING = 0;

  private boolean written;

  TlsHandler(SSLEngine engine) {
    super(engine);
    setHandshakeTimeoutMillis(0); // The time of both handshakes together is limited elsewhere.
    setWrapDataSize(NO_MERGING);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    written = true;
    super.write(context, message, promise);
  }

  /** Without anything to send, Netty would send an empty record, and peers allow few of these. */
  @Override
  public void flush(ChannelHandlerContext context) throws Exception {
    if (written) {
      written = false;
      super.flush(context);
    } else {
      context.flush();
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    context.close(promise);
  }
}
