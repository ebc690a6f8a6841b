package io.torrentinno.agent.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds the parts of files that are in memory, and loads other parts. */
final class PageCache {
  private static final int STEP = 256 * 1024;

  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(STEP));

  private PageCache() {}

  /**
   * Whether a part of a file, up to the end of the file, is in memory. Also true when the part
   * can't be read. Also true for any file that this process may not write, because the system says
   * nothing else of such a file. Does not touch the disk.
   */
  static boolean holds(FileChannel channel, long position, int length) {
    try (Arena arena = Arena.ofConfined()) {
      long there =
          Math.min(length, channel.size() - position); // A longer mapping would extend the file.
      return there <= 0
          || channel.map(FileChannel.MapMode.READ_ONLY, position, there, arena).isLoaded();
    } catch (IOException | UnsupportedOperationException e) {
      return true; // Sending it will fail with the reason.
    }
  }

  /** Reads a part of a file, up to the end of the file, into memory; blocks. */
  static void load(FileChannel channel, long position, int length) throws IOException {
    long end = position + length;
    ByteBuffer scratch = SCRATCH.get();
    for (long at = position; at < end; at += scratch.position()) {
      scratch.clear().limit((int) Math.min(STEP, end - at));
      if (channel.read(scratch, at) <= 0) {
        return;
      }
    }
  }
}
