package io.torrentinno.agent.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What the system holds of files in memory. */
final class PageCache {
  private static final int STEP = 256 * 1024;

  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(STEP));

  private PageCache() {}

  /**
   * Whether a part of a file, as far as the file goes, is in memory, or can't be read at all. Does
   * not touch the disk. True for any part of a file that this process may not write: the system
   * tells nobody else.
   */
  static boolean holds(FileChannel channel, long position, int length) {
    try (Arena arena = Arena.ofConfined()) {
      long there = Math.min(length, channel.size() - position); // A longer mapping would extend it.
      return there <= 0
          || channel.map(FileChannel.MapMode.READ_ONLY, position, there, arena).isLoaded();
    } catch (IOException | UnsupportedOperationException e) {
      return true; // Sending it will say what is wrong with it.
    }
  }

  /** Brings a part of a file into memory, or as much of it as there is; blocks. */
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
