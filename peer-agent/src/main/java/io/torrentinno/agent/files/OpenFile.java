package io.torrentinno.agent.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file that several users share: it is closed when the last of them releases it. Safe for
 * use by several threads.
 */
public final class OpenFile {
  private static final Logger log = LoggerFactory.getLogger(OpenFile.class);

  private final FileChannel channel;
  private final AtomicInteger users = new AtomicInteger(1);

  /** Takes over an open channel; the caller is its first user. */
  public OpenFile(FileChannel channel) {
    this.channel = channel;
  }

  /** The channel, which stays open until the caller has released the file. */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Adds a user.
   *
   * @throws IllegalStateException when the file is closed
   */
  public OpenFile retain() {
    if (!tryRetain()) {
      throw new IllegalStateException("the file is closed");
    }
    return this;
  }

  /** Adds a user, unless the last one has released the file. */
  boolean tryRetain() {
    int before;
    do {
      before = users.get();
      if (before == 0) {
        return false;
      }
    } while (!users.compareAndSet(before, before + 1));
    return true;
  }

  /** Removes a user; the last one closes the file. */
  public void release() {
    int left = users.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("released more often than retained");
    }
    if (left == 0) {
      close();
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Data that must be durable was forced before. Nothing else depends on closing.
      log.debug("A file could not be closed", e);
    }
  }
}
