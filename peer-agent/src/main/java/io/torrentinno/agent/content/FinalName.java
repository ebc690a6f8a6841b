package io.torrentinno.agent.content;

import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.write.WritePool;
import io.torrentinno.agent.selection.FileSelection;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the content of a resource its final name when its pieces are there. Calls block. */
record FinalName(SavedResource resource, Checkpoint checkpoint, Content content, Writes writes) {
  private static final Logger log = LoggerFactory.getLogger(FinalName.class);

  /**
   * The writes to the content.
   *
   * @param pool runs the flush of a finished file later
   * @param stop takes no further bytes, and returns when all bytes are written that were taken
   */
  record Writes(WritePool pool, Flush flush, Runnable stop) {}

  /** As {@link ResourceStorage#complete(FileSelection)}. */
  NamedContent give(FileSelection chosen) throws StorageException {
    if (checkpoint.isFinished()) {
      return NamedContent.NOTHING;
    }
    try {
      if (!checkpoint.isFull()) {
        boolean there = content.publish(chosen, checkpoint.verified());
        return there ? NamedContent.CHOSEN : NamedContent.MISSING;
      }
      writes.stop().run();
      FileStamp stamp = content.partStamp();
      checkpoint.rest(stamp, false, false);
      content.endWatch(); // It is not watched while it gets its new name.
      content.finish();
      checkpoint.rest(stamp, false, true);
      content.beginWatch(checkpoint.finishedStamp());
      writes.pool().later(writes.flush()::finished);
      return NamedContent.ALL;
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  /** As {@link ResourceStorage#complete(FileSelection, Handover)}. */
  NamedContent give(FileSelection chosen, Handover handover) throws StorageException {
    if (!resource.isReplacing() || checkpoint.isFinished()) {
      return give(chosen);
    }
    requireFull();
    try {
      writes.stop().run();
      content.completePart();
      writes.flush().now();
      FileStamp stamp = content.partStamp();
      checkpoint.rest(stamp, true, false);
      handover.handOver(this::move);
      checkpoint.rest(stamp, true, true);
      content.beginWatch(checkpoint.finishedStamp());
      return NamedContent.ALL;
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
  }

  private boolean move(boolean over) throws StorageException {
    content.endWatch(); // Between its names it has none.
    try {
      if (over) {
        content.replace();
      } else {
        content.finish();
      }
    } catch (IOException e) {
      throw StorageException.of(content.path(), e);
    }
    try {
      AtomicFiles.force(Objects.requireNonNull(content.path().getParent()));
      return true;
    } catch (IOException e) { // The names have changed all the same.
      log.warn(
          "{} has its final name, but a power failure may undo this: {}",
          content.path(),
          StorageException.why(e));
      return false;
    }
  }

  private void requireFull() {
    if (!checkpoint.isFull()) {
      throw new IllegalStateException("pieces are missing: " + content.part());
    }
  }
}
