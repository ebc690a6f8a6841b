package io.torrentinno.agent.content.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Parts of files that are zeros and take no room on the disk. */
public final class Holes {
  private Holes() {}

  /**
   * Blocking. Makes a part of a file zeros, and gives back the room that was reserved for it where
   * the file system can do that. The file becomes longer if it ends before the part does.
   *
   * @param path of the file, which is open
   * @param scratch at least one byte, whose contents may change
   */
  public static void make(Path path, FileChannel file, long begin, int length, byte[] scratch)
      throws IOException {
    long end = begin + length;
    if (file.size() < end) {
      write(file, ByteBuffer.allocate(1), end - 1); // What lies before it becomes a hole.
    }
    if (!Fallocate.punch(path, begin, length)) {
      clear(file, begin, end, scratch);
    }
  }

  /** Writes only where there is something else, because a hole may be there already. */
  private static void clear(FileChannel file, long begin, long end, byte[] scratch)
      throws IOException {
    for (long at = begin; at < end; ) {
      ByteBuffer part = ByteBuffer.wrap(scratch, 0, (int) Math.min(scratch.length, end - at));
      int read = file.read(part, at);
      if (read <= 0) {
        throw new IOException("the file became shorter while it was written");
      }
      if (!isZero(scratch, read)) {
        Arrays.fill(scratch, 0, read, (byte) 0);
        write(file, ByteBuffer.wrap(scratch, 0, read), at);
      }
      at += read;
    }
  }

  private static boolean isZero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }
}
