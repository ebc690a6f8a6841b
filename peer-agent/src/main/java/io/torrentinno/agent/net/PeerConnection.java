package io.torrentinno.agent.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.admission.Admission;
import io.torrentinno.agent.net.pacing.BlockBytes;
import io.torrentinno.agent.net.pacing.BlockSource;
import io.torrentinno.agent.net.pacing.PacedReader;
import io.torrentinno.agent.net.pacing.PacedWriter;
import io.torrentinno.agent.net.pacing.ReceiveBuffers;
import io.torrentinno.agent.net.tls.ConnectionSecurity;
import io.torrentinno.agent.net.tls.PeerTls;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Dialect;
import io.torrentinno.protocol.wire.FrameDecoder;
import io.torrentinno.protocol.wire.FrameLimits;
import io.torrentinno.protocol.wire.MessageEncoder;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.WireException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that has passed the handshake. All calls are made on its event loop. A connection is
 * closed when the peer has not read the sent bytes for {@value #UNREAD_SECONDS} seconds.
 */
public final class PeerConnection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(PeerConnection.class);

  /** Longer than a slow flush of its disk can keep an honest peer from reading. */
  private static final int UNREAD_SECONDS = 20;

  private final Channel channel;
  private final PeerId peer;
  private final boolean outgoing;
  private final FrameDecoder decoder;
  private final ConnectionListener listener;
  private final FrameDecoder.Sink sink = new Frames();
  private final PacedReader reader;
  private final PacedWriter writer;
  private final WriteWatch watch;
  private boolean reading;
  private boolean flushDue;
  private boolean unsent;

  PeerConnection(
      Channel channel, PeerId peer, boolean outgoing, Swarm swarm, ReceiveBuffers buffers) {
    this.channel = channel;
    this.peer = peer;
    this.outgoing = outgoing;
    this.decoder = decoder(swarm, Dialect.of(peer));
    boolean encrypted = security().encrypted();
    buffers.endAt(encrypted ? () -> Integer.MAX_VALUE : decoder::wanted);
    this.reader = new PacedReader(channel, buffers, swarm.limits().download());
    this.writer =
        new PacedWriter(
            channel,
            swarm.limits().upload(),
            encrypted ? BlockSource.COPIES : BlockSource.REGIONS_AND_SHORT_COPIES,
            new Written());
    this.watch = new WriteWatch(channel, this::unread);
    this.listener = swarm.connected(this);
  }

  private static FrameDecoder decoder(Swarm swarm, Dialect dialect) {
    PieceLayout layout = swarm.layout();
    FrameLimits limits = FrameLimits.of(dialect);
    return layout == null
        ? FrameDecoder.withoutPieces(limits, swarm.features())
        : new FrameDecoder(layout, dialect, limits, swarm.features());
  }

  /** The peer's id, from its handshake. */
  public PeerId peer() {
    return peer;
  }

  /** Whether this agent opened the connection. */
  public boolean isOutgoing() {
    return outgoing;
  }

  /** The address of the peer's end. */
  public InetSocketAddress remote() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /** The protection of the connection. */
  public ConnectionSecurity security() {
    return PeerTls.of(channel);
  }

  /** Sends a message, together with others of the same turn of the loop. */
  public void send(PeerMessage message) {
    if (!writer.isWritable()) {
      log.debug("{} does not read its messages, closing", this);
      close();
      return;
    }
    writer.send(encoded(message));
    flushSoon();
  }

  private ByteBuf encoded(PeerMessage message) {
    ByteBuf frame = channel.alloc().directBuffer(MessageEncoder.encodedLength(message));
    try {
      MessageEncoder.encode(message, frame);
      return frame.retain();
    } finally {
      frame.release();
    }
  }

  /**
   * Sends a block from a file to the socket, as fast as the swarm's limits allow: by sendfile where
   * it is available, as a copy when it is short, and as encrypted copies under TLS.
   *
   * @param file released when the block was sent or cannot be sent
   * @param position where the block begins in the file
   */
  public void serve(BlockRange range, OpenFile file, long position) {
    serve(range, new BlockBytes.InFile(file, position));
  }

  /**
   * Sends a block, as fast as the swarm's limits allow.
   *
   * @param bytes released when the block was sent or cannot be sent
   */
  public void serve(BlockRange range, BlockBytes bytes) {
    writer.serve(range, bytes);
    flushSoon();
  }

  /** Stops reading until {@link #resumeReading}, so that the peer has to wait. */
  public void pauseReading() {
    reader.pause();
  }

  public void resumeReading() {
    reader.resume();
  }

  /**
   * Closes the connection. What was sent before, and is not held back by a limit, is sent first.
   */
  public void close() {
    release();
    channel.flush();
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    reading = true;
    reader.received(in.readableBytes());
    try {
      decoder.decode(in, sink);
    } catch (WireException violation) {
      log.debug("{} broke the protocol: {}", this, violation.getMessage());
      listener.violated();
      close();
    } finally {
      in.release();
      reading = false;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
    reader.readComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    release();
    listener.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (HandshakeHandler.isNoFault(cause)) {
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

  private void release() {
    decoder.close();
    reader.close();
    writer.close();
    watch.close();
  }

  private void unread(int seconds) {
    if (seconds >= UNREAD_SECONDS) {
      log.debug("{} does not read the blocks that it requested, closing", this);
      close();
    } else {
      listener.unread();
    }
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
      watch.flushed();
    }
  }

  /** Learns when delayed writes are done, and when blocks were sent. */
  private final class Written implements PacedWriter.Listener {
    @Override
    public void written() {
      flushSoon();
    }

    @Override
    public void partSent() {
      watch.progressed();
    }

    @Override
    public void blockSent(BlockRange range, @Nullable Throwable failure) {
      if (failure == null) {
        Admission.used(channel);
        listener.blockServed(range);
      } else {
        log.debug("{}: block not sent", PeerConnection.this, failure);
        if (!unsent && !(failure instanceof ClosedChannelException)) {
          unsent = true;
          listener.blockUnsent(range);
        }
        close();
      }
    }
  }

  /** Passes on what the decoder reads. */
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
      Admission.used(channel);
      listener.blockEnds(range);
    }
  }
}
