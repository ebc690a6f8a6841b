package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The names in a folder. Many threads can bring what they made in it onto the disk at a time: those
 * that ask while it is being done are served together by the next turn.
 */
final class FolderEntries {
  private final Path folder;
  private final AtomicLong asked = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();

  /** The last one asked that is served; guarded by {@link #turn}. */
  private long served;

  FolderEntries(Path folder) {
    this.folder = folder;
  }

  /** What is in the folder now is durable when this returns. */
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
