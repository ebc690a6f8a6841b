package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Dialect;
import io.torrentinno.protocol.wire.FrameDecoder;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.WireException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that has passed the handshake. All calls are made on its event loop. */
public final class PeerConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(PeerConnection.class);

  private final Channel channel;
  private final PeerId peer;
  private final boolean outgoing;
  private final FrameDecoder decoder;
  private final ConnectionListener listener;
  private final FrameDecoder.Sink sink = new Frames();
  private boolean reading;
  private boolean flushDue;

  PeerConnection(Channel channel, PeerId peer, boolean outgoing, Swarm swarm) {
    this.channel = channel;
    this.peer = peer;
    this.outgoing = outgoing;
    this.decoder = decoder(swarm.layout(), Dialect.of(peer));
    this.listener = swarm.connected(this);
  }

  private static FrameDecoder decoder(@Nullable PieceLayout layout, Dialect dialect) {
    FrameLimits limits = FrameLimits.of(dialect);
    return layout == null
        ? FrameDecoder.withoutPieces(limits)
        : new FrameDecoder(layout, dialect, limits);
  }

  /** The peer's id, as its handshake says. */
  public PeerId peer() {
    return peer;
  }

  /** Whether this agent opened the connection. */
  public boolean isOutgoing() {
    return outgoing;
  }

  /** Where the peer's end is. */
  public InetSocketAddress remote() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /** Sends a message, together with others that are sent in the same turn of the loop. */
  public void send(PeerMessage message) {
    if (!channel.isWritable()) {
      log.debug("{} leaves its messages unread, closing", this);
      close();
      return;
    }
    ByteBuf frame = channel.alloc().directBuffer(MessageEncoder.encodedLength(message));
    MessageEncoder.encode(message, frame);
    channel.write(frame, channel.voidPromise());
    flushSoon();
  }

  /**
   * Sends a block from a file to the socket, by sendfile where there is one.
   *
   * @param position where in the file the block begins
   */
  public void serve(BlockRange range, FileChannel file, long position) {
    ByteBuf header = channel.alloc().directBuffer(MessageEncoder.PIECE_HEADER_LENGTH);
    MessageEncoder.encodePieceHeader(range, header);
    channel.write(header, channel.voidPromise());
    channel
        .write(new BlockRegion(file, position, range.length()))
        .addListener(sent -> {
          if (sent.isSuccess()) {
            listener.blockServed(range);
          } else {
            log.debug("{}: block not sent", this, sent.cause());
            close();
          }
        });
    flushSoon();
  }

  /** Reads nothing more until {@link #resumeReading}, so that the peer has to wait. */
  public void pauseReading() {
    channel.config().setAutoRead(false);
  }

  public void resumeReading() {
    channel.config().setAutoRead(true);
  }

  /** Closes the connection; what was sent before goes out first where it can. */
  public void close() {
    decoder.close();
    channel.flush();
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    reading = true;
    try {
      decoder.decode(in, sink);
    } catch (WireException violation) {
      log.debug("{} broke the protocol: {}", this, violation.getMessage());
      close();
    } finally {
      in.release();
      reading = false;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    decoder.close();
    listener.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      log.debug("{} is broken: {}", this, cause.getMessage());
    } else {
      log.error("{} failed, closing it", this, cause);
    }
    close();
  }

  @Override
  public String toString() {
    return peer + "@" + channel.remoteAddress();
  }

  private void flushSoon() {
    if (!flushDue) {
      flushDue = true;
      if (!reading) {
        channel.eventLoop().execute(this::flush);
      }
    }
  }

  private void flush() {
    if (flushDue) {
      flushDue = false;
      channel.flush();
    }
  }

  /** Passes on what the decoder finds. */
  private final class Frames implements FrameDecoder.Sink {
    @Override
    public void message(PeerMessage message) {
      listener.received(message);
    }

    @Override
    public boolean blockBegins(BlockRange range) {
      return listener.blockBegins(range);
    }

    @Override
    public void blockBytes(BlockRange range, int offset, ByteBuf payload) {
      listener.blockBytes(range, offset, payload);
    }

    @Override
    public void blockEnds(BlockRange range) {
      listener.blockEnds(range);
    }
  }
}
