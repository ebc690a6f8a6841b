package io.torrentinno.agent.reuse;

import io.torrentinno.protocol.hints.GearChunks;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file and cuts it into chunks. Belongs to one thread. */
final class ChunkReader implements Closeable {
  private static final int STEP = 1 << 20;

  private final int entry;
  private final FileChannel file;
  private final GearChunks chunks;
  private final byte[] bytes;
  private long position;

  /** A file's place in the buffer where the next chunk begins, and where the bytes end. */
  private int begin;

  private int end;

  /** Takes a chunk. */
  interface Taker {
    void take(long key, long offset);
  }

  /**
   * Has read nothing.
   *
   * @param entry that the file is of
   * @param file belongs to the reader from here on
   */
  ChunkReader(int entry, FileChannel file, GearChunks chunks) {
    this.entry = entry;
    this.file = file;
    this.chunks = chunks;
    this.bytes = new byte[STEP + chunks.most()];
  }

  /** Bytes of heap that a reader takes. */
  static long memoryFor(GearChunks chunks) {
    return (long) STEP + chunks.most();
  }

  int entry() {
    return entry;
  }

  FileChannel file() {
    return file;
  }

  /**
   * Reads the next megabyte, about.
   *
   * @return how many bytes the chunks have that were taken; 0 at the end of the file
   */
  int step(Taker taker) throws IOException {
    System.arraycopy(bytes, begin, bytes, 0, end - begin);
    position += begin;
    end -= begin;
    begin = 0;
    ByteBuffer room = ByteBuffer.wrap(bytes, end, bytes.length - end);
    int read = 0;
    while (room.hasRemaining() && read >= 0) {
      read = file.read(room, position + room.position());
    }
    end = room.position();
    boolean last = read < 0;
    while (begin < end && (last || end - begin >= chunks.most())) {
      int length = chunks.next(bytes, begin, end);
      taker.take(ChunkIndex.key(bytes, begin, length), position + begin);
      begin += length;
    }
    return begin;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
