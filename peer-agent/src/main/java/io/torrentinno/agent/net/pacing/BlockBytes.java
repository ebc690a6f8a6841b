package io.torrentinno.agent.net.pacing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCounted;
import io.torrentinno.agent.files.OpenFile;
import java.io.IOException;

/** The bytes of a block that waits to be sent. Its owner releases it. */
public sealed interface BlockBytes {
  /**
   * A part of the block, to be written to a channel.
   *
   * @param source how a channel gets bytes of files
   * @param begin offset in the block
   * @throws IOException when the file can't be read
   */
  ReferenceCounted part(BlockSource source, int begin, int length, ByteBufAllocator buffers)
      throws IOException;

  /** Whether a channel that was given a part keeps all of the block in memory until it is sent. */
  boolean isHeldUntilSent();

  /** To be called once. */
  void release();

  /**
   * A block that begins at {@code position} in a file.
   *
   * @param file released together with the block
   */
  record InFile(OpenFile file, long position) implements BlockBytes {
    @Override
    public ReferenceCounted part(
        BlockSource source, int begin, int length, ByteBufAllocator buffers) throws IOException {
      return source.part(file, position + begin, length, buffers);
    }

    @Override
    public boolean isHeldUntilSent() {
      return false; // A region of the file holds the file itself.
    }

    @Override
    public void release() {
      file.release();
    }
  }

  /**
   * A block that was read already.
   *
   * @param bytes all of the block; released together with it
   * @param room what the block takes of {@link BlockMemory}; given back with it
   */
  record InMemory(ByteBuf bytes, int room) implements BlockBytes {
    @Override
    public ReferenceCounted part(
        BlockSource source, int begin, int length, ByteBufAllocator buffers) {
      return bytes.retainedSlice(bytes.readerIndex() + begin, length);
    }

    @Override
    public boolean isHeldUntilSent() {
      return true;
    }

    @Override
    public void release() {
      bytes.release();
      BlockMemory.give(room);
    }
  }
}
