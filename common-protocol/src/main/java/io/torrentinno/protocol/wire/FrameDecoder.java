package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.WireException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages and blocks from the bytes after a handshake, in parts of any size. Payloads are
 * passed on as they arrive, and are neither collected nor copied. Only a small frame that is
 * divided between two reads is kept; it takes at most as many bytes as its type and the resource
 * allow. Everything is checked before memory is allocated for it.
 *
 * <p>Belongs to one connection and to one thread at a time.
 */
public final class FrameDecoder implements AutoCloseable {
  /** Enough for the frequent frames; a buffer that has grown for a bitfield is released. */
  private static final int HELD_CAPACITY = 64;

  /** Smaller blocks cost less when one read has many of them. */
  private static final int WORTH_ALIGNING = 64 << 10;

  private final Dialect dialect;
  private final FrameLimits limits;
  private final FrameBodies bodies;
  private final boolean piecesKnown;
  private final long features;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private int skipping;
  private @Nullable BlockRange block;
  private int blockOffset;
  private boolean closed;

  /** Receives what was read. Every method may close the decoder. */
  public interface Sink {
    /** A message other than a Piece. */
    void message(PeerMessage message);

    /**
     * A Piece frame begins, and its payload follows.
     *
     * @param range inside its piece
     * @return false to skip the payload: then no bytes and no end of this block follow
     */
    boolean blockBegins(BlockRange range);

    /**
     * A part of a block's payload has arrived.
     *
     * @param range as given when the block began
     * @param offset where the part begins in the block; parts come in order and without gaps
     * @param payload the part, a slice of the bytes that were read; the sink owns it and releases
     *     it
     */
    void blockBytes(BlockRange range, int offset, ByteBuf payload);

    /** All parts of a block's payload were handed over. */
    void blockEnds(BlockRange range);
  }

  /**
   * A decoder at the beginning of a frame. It skips the messages of {@code HASHES} and {@code
   * SIGNATURES} like unknown ones.
   *
   * @param layout the pieces of the connection's resource
   * @param dialect the version that the remote peer speaks
   */
  public FrameDecoder(PieceLayout layout, Dialect dialect, FrameLimits limits) {
    this(layout, dialect, limits, 0);
  }

  /**
   * A decoder at the beginning of a frame.
   *
   * @param layout the pieces of the connection's resource
   * @param dialect the version that the remote peer speaks
   * @param features the features of this side's Hello: without them, the messages of {@code HASHES}
   *     and {@code SIGNATURES} are skipped
   */
  public FrameDecoder(PieceLayout layout, Dialect dialect, FrameLimits limits, long features) {
    this(new FrameBodies(layout, limits), dialect, limits, features, true);
  }

  private FrameDecoder(
      FrameBodies bodies, Dialect dialect, FrameLimits limits, long features, boolean piecesKnown) {
    this.dialect = dialect;
    this.limits = limits;
    this.bodies = bodies;
    this.features = features;
    this.piecesKnown = piecesKnown;
  }

  /**
   * A decoder for a connection with a TI/2 peer from which the manifest is still to be fetched.
   * Messages that name pieces cannot be read then, and are skipped like unknown ones.
   */
  public static FrameDecoder withoutPieces(FrameLimits limits) {
    return withoutPieces(limits, 0);
  }

  /**
   * The same with the features of this side's Hello. Hashes cannot be read without the manifest
   * either.
   */
  public static FrameDecoder withoutPieces(FrameLimits limits, long features) {
    FrameBodies any = new FrameBodies(new PieceLayout(new int[] {1}), limits);
    return new FrameDecoder(any, Dialect.TI2, limits, features, false);
  }

  /**
   * Reads all readable bytes of {@code in}, which the caller still owns. A closed decoder ignores
   * them.
   *
   * @throws WireException when the remote peer broke the protocol; the decoder is then closed
   */
  public void decode(ByteBuf in, Sink sink) throws WireException {
    try {
      while (!closed && in.isReadable()) {
        step(in, sink);
      }
    } catch (WireException e) {
      close();
      throw e;
    }
    if (closed) {
      in.skipBytes(in.readableBytes());
    }
  }

  /**
   * How many bytes to read next, so that the following read begins with a payload when blocks
   * follow each other; {@link Integer#MAX_VALUE} where it has no effect: outside blocks, and in
   * blocks of less than 64 KiB.
   */
  public int wanted() {
    BlockRange current = block;
    return current == null || current.length() < WORTH_ALIGNING
        ? Integer.MAX_VALUE
        : current.length() - blockOffset + FrameType.PREFIX + FrameType.RANGE_BODY;
  }

  /** Stops decoding and releases the kept bytes. May be called by a sink, and more than once. */
  @Override
  public void close() {
    closed = true;
    block = null;
    drop();
  }

  private void step(ByteBuf in, Sink sink) throws WireException {
    if (block != null) {
      pass(block, in, sink);
    } else if (skipping > 0) {
      int length = Math.min(skipping, in.readableBytes());
      in.skipBytes(length);
      skipping -= length;
    } else if (held.isReadable()) {
      topUp(in, sink);
    } else if (in.readableBytes() >= required(in)) {
      readFrame(in, sink);
    } else {
      hold(in);
    }
  }

  private void pass(BlockRange range, ByteBuf in, Sink sink) {
    int offset = blockOffset;
    int length = Math.min(range.length() - offset, in.readableBytes());
    blockOffset += length;
    sink.blockBytes(range, offset, in.readRetainedSlice(length));
    if (!closed && blockOffset == range.length()) {
      block = null;
      sink.blockEnds(range);
    }
  }

  private void hold(ByteBuf in) {
    if (held.capacity() == 0) {
      held = Unpooled.buffer(HELD_CAPACITY);
    }
    held.clear().writeBytes(in);
  }

  private void topUp(ByteBuf in, Sink sink) throws WireException {
    int missing = required(held) - held.readableBytes();
    held.writeBytes(in, Math.min(missing, in.readableBytes()));
    if (held.readableBytes() >= required(held)) {
      readFrame(held, sink);
      if (held.capacity() > HELD_CAPACITY) {
        drop();
      }
    }
  }

  /**
   * How many bytes of the frame are needed to go on, counted from its start. The number grows as
   * more of the frame is there. The bytes that are there are checked.
   */
  private int required(ByteBuf frame) throws WireException {
    if (frame.readableBytes() < FrameType.PREFIX) {
      return FrameType.PREFIX;
    }
    int length = frame.getInt(frame.readerIndex());
    if (length == 0 && dialect == Dialect.TI2) {
      return FrameType.PREFIX;
    }
    checkAnyLength(length);
    if (frame.readableBytes() == FrameType.PREFIX) {
      return FrameType.PREFIX + FrameType.BARE_BODY;
    }
    int code = frame.getUnsignedByte(frame.readerIndex() + FrameType.PREFIX);
    FrameType type = readable(code);
    if (type == null) {
      checkSkippable(code, length);
      return FrameType.PREFIX + FrameType.BARE_BODY;
    }
    bodies.checkLength(type, length);
    return FrameType.PREFIX + (type == FrameType.PIECE ? FrameType.RANGE_BODY : length);
  }

  private void readFrame(ByteBuf in, Sink sink) throws WireException {
    int length = in.readInt();
    if (length == 0) {
      sink.message(new PeerMessage.KeepAlive());
      return;
    }
    FrameType type = readable(in.readUnsignedByte());
    if (type == null) {
      skipping = length - FrameType.BARE_BODY;
    } else if (type == FrameType.PIECE) {
      beginBlock(bodies.readRange(in), length, sink);
    } else {
      sink.message(bodies.read(type, length, in));
    }
  }

  /** The type of this code; null when its frames cannot be read. */
  private @Nullable FrameType readable(int code) {
    FrameType type = FrameType.of(code, dialect, features);
    return piecesKnown || type == null || !type.namesPieces() ? type : null;
  }

  private void beginBlock(BlockRange range, int length, Sink sink) throws WireException {
    if (length != FrameType.RANGE_BODY + range.length()) {
      throw new WireException(
          Reason.BAD_LENGTH, "a block of " + range.length() + " bytes in a body of " + length);
    }
    boolean wanted = sink.blockBegins(range);
    if (wanted && !closed) {
      block = range;
      blockOffset = 0;
    } else {
      skipping = range.length();
    }
  }

  private static void checkAnyLength(int length) throws WireException {
    if (length == 0) {
      throw new WireException(Reason.BAD_LENGTH, "an empty frame");
    }
    if (length < 0) {
      throw new WireException(
          Reason.OVERSIZED_FRAME, "a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
  }

  private void checkSkippable(int code, int length) throws WireException {
    if (dialect == Dialect.TI1) {
      throw new WireException(Reason.UNKNOWN_TYPE, "unknown type " + code);
    }
    if (length > limits.maxSkippedLength()) {
      throw new WireException(
          Reason.OVERSIZED_FRAME, "unknown type " + code + " of " + length + " bytes");
    }
  }

  private void drop() {
    held.release();
    held = Unpooled.EMPTY_BUFFER;
  }
}
