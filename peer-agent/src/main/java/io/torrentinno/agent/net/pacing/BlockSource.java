package io.torrentinno.agent.net.pacing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCounted;
import io.netty.util.internal.PlatformDependent;
import io.torrentinno.agent.files.OpenFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Gives a channel the bytes of blocks: as regions of their file, or as copies. */
public enum BlockSource {
  /** The system sends the bytes from its page cache to the socket. A region takes no memory. */
  REGIONS(Integer.MAX_VALUE) {
    @Override
    long mostUnsent() {
      return Long.MAX_VALUE;
    }

    @Override
    void written(long bytes) {}

    @Override
    ReferenceCounted part(OpenFile file, long position, int length, ByteBufAllocator buffers) {
      return new BlockRegion(file, position, length);
    }
  },

  /**
   * As regions, but short parts as copies while there are few: many copies go to the socket in one
   * call of the system, and each region takes two.
   */
  REGIONS_AND_SHORT_COPIES(Integer.MAX_VALUE) {
    @Override
    long mostUnsent() {
      return Long.MAX_VALUE;
    }

    @Override
    void written(long bytes) {
      if (Math.abs(bytes) <= SHORT) {
        UNSENT_COPIES.addAndGet(bytes);
      }
    }

    @Override
    ReferenceCounted part(OpenFile file, long position, int length, ByteBufAllocator buffers)
        throws IOException {
      boolean copied = length <= SHORT && UNSENT_COPIES.get() < MOST_SHORT_COPIES;
      return (copied ? COPIES : REGIONS).part(file, position, length, buffers);
    }
  },

  /**
   * Copies in pooled buffers, for channels that encrypt. Few copies of one connection are made at a
   * time, and fewer when all connections together have many; further ones are made when the peer
   * has taken those.
   */
  COPIES(64 << 10) {
    @Override
    long mostUnsent() {
      return UNSENT_COPIES.get() < MOST_COPIES ? MOST_COPIES_OF_ONE : 1;
    }

    @Override
    void written(long bytes) {
      UNSENT_COPIES.addAndGet(bytes);
    }

    @Override
    ReferenceCounted part(OpenFile file, long position, int length, ByteBufAllocator buffers)
        throws IOException {
      ByteBuf copy = buffers.directBuffer(length, length);
      try {
        while (copy.isWritable()) {
          long at = position + copy.readableBytes();
          if (copy.writeBytes(file.channel(), at, copy.writableBytes()) < 0) {
            throw new EOFException("the file is shorter than its block");
          }
        }
        return copy.retain();
      } finally {
        copy.release();
      }
    }
  };

  /**
   * A peer on a long way gets the bytes from the buffer of the socket, which the system enlarges.
   */
  private static final long MOST_COPIES_OF_ONE = 256 << 10;

  /** Of all connections of this process. */
  private static final long MOST_COPIES =
      Math.min(64 << 20, PlatformDependent.maxDirectMemory() / 4);

  /** Parts of at most so many bytes are copied. */
  private static final int SHORT = 32 << 10;

  /** Of all connections of this process; beyond it, short parts are regions. */
  private static final long MOST_SHORT_COPIES = MOST_COPIES / 4;

  private static final AtomicLong UNSENT_COPIES = new AtomicLong();

  /** The most bytes of one part. */
  final int longestPart;

  BlockSource(int longestPart) {
    this.longestPart = longestPart;
  }

  /** No part is written to a channel that has as many bytes unsent. */
  abstract long mostUnsent();

  /** A part was written to a channel; a negative number says that it has left it. */
  abstract void written(long bytes);

  /**
   * A part of a file, to be written to a channel.
   *
   * @throws IOException when the file can't be read
   */
  abstract ReferenceCounted part(OpenFile file, long position, int length, ByteBufAllocator buffers)
      throws IOException;
}
