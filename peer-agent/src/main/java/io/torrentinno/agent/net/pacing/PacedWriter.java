package io.torrentinno.agent.net.pacing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCounted;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.net.pacing.RateLimiter.ResourceLimit;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.MessageEncoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a channel: blocks as fast as the limit allows, messages at once, but never in the
 * middle of a block. It writes and does not flush. Belongs to the channel's loop.
 */
public final class PacedWriter {
  /** A block, and how much of it is written. */
  private static final class Block {
    final BlockRange range;
    private final BlockBytes bytes;
    private boolean released;
    int written;

    Block(BlockRange range, BlockBytes bytes) {
      this.range = range;
      this.bytes = bytes;
    }

    int left() {
      return range.length() - written;
    }

    /** All of it was written to the channel. */
    void written() {
      if (!bytes.isHeldUntilSent()) {
        release();
      }
    }

    /** Releases the bytes, once. */
    void release() {
      if (!released) {
        released = true;
        bytes.release();
      }
    }
  }

  /** Receives the results of a {@link PacedWriter}. */
  public interface Listener {
    /** A delayed write was done and has to be flushed. */
    void written();

    /** A part of a block was sent. */
    default void partSent() {}

    /**
     * All bytes of a block were sent, or could not be sent. Then the peer may have its header, so
     * the connection has to be closed.
     *
     * @param failure null when they were sent
     */
    void blockSent(BlockRange range, @Nullable Throwable failure);
  }

  private static final long MAX_HELD_BYTES = 1 << 20;

  private final Channel channel;
  private final ResourceLimit limit;
  private final RateLimiter.Flow flow;
  private final BlockSource source;
  private final Listener listener;
  private final Queue<Block> blocks = new ArrayDeque<>();

  /** Messages that wait for the end of a block. */
  private final Queue<ByteBuf> held = new ArrayDeque<>();

  private long heldBytes;
  private boolean closed;
  private boolean writing;

  /** Bytes of blocks that may be written. */
  private long allowance;

  /** Bytes of blocks that were written to the channel and are not sent yet. */
  private long unsent;

  /** Whether a block waits until more of them are sent. */
  private boolean full;

  /** Writes to {@code channel}; {@code source} gives the bytes of blocks. */
  public PacedWriter(Channel channel, ResourceLimit limit, BlockSource source, Listener listener) {
    this.channel = channel;
    this.limit = limit;
    this.source = source;
    this.listener = listener;
    this.flow = limit.flow(channel.eventLoop(), this::granted);
  }

  /** Whether the peer reads the sent bytes, judged by the unread messages. */
  public boolean isWritable() {
    return channel.isWritable() && heldBytes <= MAX_HELD_BYTES;
  }

  /** Sends an encoded message. This object owns {@code frame} from then on. */
  public void send(ByteBuf frame) {
    if (closed) {
      frame.release();
      return;
    }
    Block first = blocks.peek();
    if (first != null && first.written > 0) {
      held.add(frame);
      heldBytes += frame.readableBytes();
    } else {
      channel.write(frame, channel.voidPromise());
    }
  }

  /**
   * Sends a block that begins at {@code position} in a file.
   *
   * @param file released when the block was sent or cannot be sent
   */
  public void serve(BlockRange range, OpenFile file, long position) {
    serve(range, new BlockBytes.InFile(file, position));
  }

  /**
   * Sends a block.
   *
   * @param bytes released when the block was sent or cannot be sent
   */
  public void serve(BlockRange range, BlockBytes bytes) {
    if (closed) {
      bytes.release();
      return;
    }
    blocks.add(new Block(range, bytes));
    writeOn();
  }

  /** Drops everything that is not written yet. */
  public void close() {
    closed = true;
    flow.close();
    blocks.forEach(Block::release);
    blocks.clear();
    held.forEach(ByteBuf::release);
    held.clear();
    heldBytes = 0;
  }

  private void granted(int bytes) {
    allowance += bytes;
    writeOn();
    listener.written();
  }

  /** A write can call this method again, and can close this object, before it returns. */
  private void writeOn() {
    if (writing) {
      return; // the loop below goes on
    }
    writing = true;
    try {
      writeBlocks();
    } finally {
      writing = false;
    }
  }

  private void writeBlocks() {
    boolean limited = limit.isLimited();
    Block block = blocks.peek();
    while (block != null && (!limited || allowance > 0) && unsent < source.mostUnsent()) {
      int most = Math.min(block.left(), source.longestPart);
      int length = limited ? (int) Math.min(allowance, most) : most;
      allowance = limited ? allowance - length : 0;
      write(block, length);
      if (closed) {
        return; // The write has failed, and the listener has closed this object.
      }
      if (block.left() == 0) {
        blocks.remove();
        block.written();
        writeHeld();
      }
      block = blocks.peek();
    }
    boolean allowed = !limited || allowance > 0;
    full = block != null && allowed; // Asked again, the source could answer otherwise.
    if (block != null && !allowed) {
      flow.want(blocks.stream().mapToLong(Block::left).sum());
    }
  }

  private void writeHeld() {
    for (ByteBuf frame = held.poll(); frame != null; frame = held.poll()) {
      channel.write(frame, channel.voidPromise());
    }
    heldBytes = 0;
  }

  private void write(Block block, int length) {
    ReferenceCounted part;
    try {
      if (block.written == 0) {
        writeHeader(block.range);
        if (closed) {
          return;
        }
      }
      part = block.bytes.part(source, block.written, length, channel.alloc());
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      block.written += length;
      listener.blockSent(block.range, e);
      return;
    }
    block.written += length;
    unsent += length;
    source.written(length);
    boolean last = block.left() == 0;
    channel.write(part).addListener(sent -> sent(block, length, last, sent.cause()));
  }

  private void writeHeader(BlockRange range) {
    ByteBuf header = channel.alloc().directBuffer(MessageEncoder.PIECE_HEADER_LENGTH);
    MessageEncoder.encodePieceHeader(range, header);
    channel.write(header, channel.voidPromise());
  }

  private void sent(Block block, int length, boolean last, @Nullable Throwable failure) {
    unsent -= length;
    source.written(-length);
    listener.partSent();
    if (last) {
      block.release();
    }
    if (last || failure != null) {
      listener.blockSent(block.range, failure);
    }
    if (full && !closed) {
      writeOn();
      listener.written();
    }
  }
}
