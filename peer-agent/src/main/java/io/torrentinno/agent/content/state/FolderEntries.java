package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Flushes the names in a folder to the disk. Many threads can call it at a time: all calls that
 * arrive during a flush share the next flush.
 */
final class FolderEntries {
  private final Path folder;
  private final AtomicLong asked = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();

  /** The number of the last call that a flush has served; guarded by {@link #turn}. */
  private long served;

  FolderEntries(Path folder) {
    this.folder = folder;
  }

  /** Blocking. When this returns, all present entries of the folder are durable. */
  void force() throws IOException {
    long number = asked.incrementAndGet();
    turn.lock();
    try {
      if (number > served) {
        long all = asked.get();
        AtomicFiles.force(folder);
        served = all;
      }
    } finally {
      turn.unlock();
    }
  }
}
