package io.torrentinno.agent.content.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Copies bytes between files, in the kernel where it can. There they need not be copied at all:
 * file systems that can share blocks between files (Btrfs, XFS) do so.
 */
final class FileCopy {
  private FileCopy() {}

  /**
   * Copies up to {@code length} bytes.
   *
   * @param source of which the bytes at its position are copied; it then has any position
   * @param at where they belong in the target
   * @return how many there were before the source's end
   */
  static int copy(FileChannel source, FileChannel target, long at, int length, byte[] scratch)
      throws IOException {
    long from = source.position();
    int done = 0;
    while (done < length) {
      int moved = (int) target.transferFrom(source, at + done, length - done);
      if (moved == 0) { // The source has ended, or the target ends before that place.
        int most = Math.min(length - done, scratch.length);
        moved = throughMemory(source, target, at + done, ByteBuffer.wrap(scratch, 0, most));
      }
      if (moved <= 0) {
        break;
      }
      done += moved;
      source.position(from + done);
    }
    return done;
  }

  private static int throughMemory(
      FileChannel source, FileChannel target, long at, ByteBuffer bytes) throws IOException {
    int read = source.read(bytes);
    bytes.flip();
    for (long place = at; bytes.hasRemaining(); ) {
      place += target.write(bytes, place);
    }
    return read;
  }
}
