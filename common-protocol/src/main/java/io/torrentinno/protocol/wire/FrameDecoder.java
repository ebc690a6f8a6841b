package io.torrentinno.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.WireException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes behind a handshake into messages and blocks, however they are cut. Payloads pass
 * through as they arrive, neither gathered nor copied; only a small frame that straddles two reads
 * is held, in at most as many bytes as its type and the resource allow. Everything is checked
 * before anything is allocated for it.
 *
 * <p>Belongs to one connection and to one thread at a time.
 */
public final class FrameDecoder implements AutoCloseable {
  /** Enough for the frames that are many; a buffer that a bitfield has grown is given up. */
  private static final int HELD_CAPACITY = 64;

  /** Of smaller blocks, many in one read cost less than one in each. */
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

  /** What the bytes mean. Any of these may close the decoder. */
  public interface Sink {
    /** A message other than a Piece. */
    void message(PeerMessage message);

    /**
     * A Piece frame begins, and its payload follows.
     *
     * @param range inside its piece
     * @return false to have the payload skipped: then this block has no bytes and no end
     */
    boolean blockBegins(BlockRange range);

    /**
     * A part of a block's payload has arrived.
     *
     * @param range as given when the block began
     * @param offset where in the block the part begins; parts come in order and without gaps
     * @param payload the part, a slice of what was read; the sink owns it and releases it
     */
    void blockBytes(BlockRange range, int offset, ByteBuf payload);

    /** The last part of a block's payload has been handed over. */
    void blockEnds(BlockRange range);
  }

  /**
   * A decoder at the beginning of a frame, which skips the messages of {@code HASHES} and {@code
   * SIGNATURES} as it skips unknown ones.
   *
   * @param layout the pieces of the resource that the connection is for
   * @param dialect what the remote peer speaks
   */
  public FrameDecoder(PieceLayout layout, Dialect dialect, FrameLimits limits) {
    this(layout, dialect, limits, 0);
  }

  /**
   * A decoder at the beginning of a frame.
   *
   * @param layout the pieces of the resource that the connection is for
   * @param dialect what the remote peer speaks
   * @param features what this side's Hello names: the messages of {@code HASHES} and {@code
   *     SIGNATURES} are skipped without them
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
   * A decoder for a connection with a TI/2 peer on which the manifest is still to be fetched. What
   * names pieces can't be read then, and is skipped like an unknown type.
   */
  public static FrameDecoder withoutPieces(FrameLimits limits) {
    return withoutPieces(limits, 0);
  }

  /**
   * The same with the features that this side's Hello names; hashes can't be read without the
   * manifest either.
   */
  public static FrameDecoder withoutPieces(FrameLimits limits, long features) {
    FrameBodies any = new FrameBodies(new PieceLayout(new int[] {1}), limits);
    return new FrameDecoder(any, Dialect.TI2, limits, features, false);
  }

  /**
   * Consumes all readable bytes of {@code in}, which stays the caller's. Once the decoder is closed
   * they mean nothing.
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
   * How many bytes to read next, so that the read after it begins with a payload if blocks follow
   * each other; {@link Integer#MAX_VALUE} where it does not matter, which is outside blocks and in
   * those of less than 64 KiB.
   */
  public int wanted() {
    BlockRange current = block;
    return current == null || current.length() < WORTH_ALIGNING
        ? Integer.MAX_VALUE
        : current.length() - blockOffset + Frames.PREFIX + Frames.RANGE_BODY;
  }

  /** Stops decoding and lets go of what is held. May be called by a sink, and more than once. */
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
   * How many bytes, counted from the start of the frame, it takes to go on. Grows as more of the
   * frame can be seen, and what can be seen is checked.
   */
  private int required(ByteBuf frame) throws WireException {
    if (frame.readableBytes() < Frames.PREFIX) {
      return Frames.PREFIX;
    }
    int length = frame.getInt(frame.readerIndex());
    if (length == 0 && dialect == Dialect.TI2) {
      return Frames.PREFIX;
    }
    checkAnyLength(length);
    if (frame.readableBytes() == Frames.PREFIX) {
      return Frames.PREFIX + Frames.BARE_BODY;
    }
    int code = frame.getUnsignedByte(frame.readerIndex() + Frames.PREFIX);
    FrameType type = readable(code);
    if (type == null) {
      checkSkippable(code, length);
      return Frames.PREFIX + Frames.BARE_BODY;
    }
    bodies.checkLength(type, length);
    return Frames.PREFIX + (type == FrameType.PIECE ? Frames.RANGE_BODY : length);
  }

  private void readFrame(ByteBuf in, Sink sink) throws WireException {
    int length = in.readInt();
    if (length == 0) {
      sink.message(new PeerMessage.KeepAlive());
      return;
    }
    FrameType type = readable(in.readUnsignedByte());
    if (type == null) {
      skipping = length - Frames.BARE_BODY;
    } else if (type == FrameType.PIECE) {
      beginBlock(bodies.readRange(in), length, sink);
    } else {
      sink.message(bodies.read(type, length, in));
    }
  }

  /** The type of this code; null when its frames can't be read. */
  private @Nullable FrameType readable(int code) {
    FrameType type = FrameType.of(code, dialect, features);
    return piecesKnown || type == null || !type.namesPieces() ? type : null;
  }

  private void beginBlock(BlockRange range, int length, Sink sink) throws WireException {
    if (length != Frames.RANGE_BODY + range.length()) {
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
