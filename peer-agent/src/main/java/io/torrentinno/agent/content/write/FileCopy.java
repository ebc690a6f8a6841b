package io.torrentinno.agent.content.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Copies bytes between files, in the kernel where possible. File systems that can share blocks
 * between files (Btrfs, XFS) then copy nothing.
 */
final class FileCopy {
  private FileCopy() {}

  /**
   * Copies up to {@code length} bytes.
   *
   * @param source bytes from its position on are copied; its position afterwards is undefined
   * @param at offset in the target
   * @param scratch may be overwritten
   * @return how many bytes were copied; fewer than {@code length} when the source ends
   */
  static int copy(FileChannel source, FileChannel target, long at, int length, byte[] scratch)
      throws IOException {
    long from = source.position();
    int done = 0;
    while (done < length) {
      int moved = (int) target.transferFrom(source, at + done, length - done);
      if (moved == 0) { // The source has ended, or the target is shorter.
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
