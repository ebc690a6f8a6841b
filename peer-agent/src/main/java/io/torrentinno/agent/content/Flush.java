package io.torrentinno.agent.content;

import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.write.StorageListener;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces a resource's bytes onto the disk, and records that. After a failure, the system may have
 * dropped bytes that it had not written, and the next attempt does not fail. So the bytes must be
 * read again.
 */
final class Flush {
  private static final Logger log = LoggerFactory.getLogger(Flush.class);

  private final Content content;
  private final Checkpoint checkpoint;
  private final StorageListener listener;

  Flush(Content content, Checkpoint checkpoint, StorageListener listener) {
    this.content = content;
    this.checkpoint = checkpoint;
    this.listener = listener;
  }

  /**
   * Does not delay a download. Bytes that are not on the disk yet are read again after a crash, and
   * nothing more.
   */
  void finished() {
    FileStamp stamp = checkpoint.finishedStamp();
    if (content.files() == null || stamp == null || checkpoint.isDurable()) {
      return;
    }
    try {
      now();
      checkpoint.settleFinished(stamp);
    } catch (ClosedChannelException e) {
      log.debug("{} is closed, which flushes it", content.path());
    } catch (IOException e) {
      log.warn("{} will be read again after a crash: {}", content.path(), StorageException.why(e));
    } catch (StorageException e) {
      listener.failed(e);
    }
  }

  /** The last flush, before the files are closed. */
  void last() {
    if (content.files() == null || checkpoint.isDurable()) {
      return;
    }
    try {
      now();
      checkpoint.settle(content::partStamp);
    } catch (StorageException e) {
      log.warn("{}; it will be read again", e.getMessage());
    } catch (IOException e) {
      log.warn(
          "{} may be read again at the next start: {}", content.path(), StorageException.why(e));
    }
  }

  /** At once. */
  void now() throws StorageException, IOException {
    IOException refused = content.force();
    if (refused != null) {
      try {
        checkpoint.doubt();
      } catch (IOException e) {
        refused.addSuppressed(e);
      }
      throw StorageException.unflushed(content.path(), refused);
    }
  }
}
