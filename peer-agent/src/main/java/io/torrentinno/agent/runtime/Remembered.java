package io.torrentinno.agent.runtime;

import io.torrentinno.agent.storage.ResourceChoices;
import io.torrentinno.agent.storage.SavedResource;
import io.torrentinno.agent.storage.StateFolder;
import io.torrentinno.agent.storage.StorageException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** What outlives a restart of a resource, and its way onto the disk: one change after the other. */
final class Remembered {
  private final StateFolder state;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile SavedResource resource;

  /** Guarded by {@link #writing}, as is the next. */
  private boolean kept;

  private boolean forgotten;

  /**
   * Writes nothing yet.
   *
   * @param kept whether it is on the disk already
   */
  Remembered(StateFolder state, SavedResource resource, boolean kept) {
    this.state = state;
    this.resource = resource;
    this.kept = kept;
  }

  /** As chosen last. */
  SavedResource resource() {
    return resource;
  }

  /** Blocks until the resource is on the disk to stay; false if it was forgotten. */
  boolean keep() throws StorageException {
    writing.lock();
    try {
      if (!kept && !forgotten) {
        state.save(resource);
        kept = true;
      }
      return !forgotten;
    } finally {
      writing.unlock();
    }
  }

  boolean isPaused() {
    return resource.choices().paused();
  }

  void setPaused(boolean paused) throws StorageException {
    choose(choices -> choices.withPaused(paused));
  }

  /** Its own limits. */
  RateLimits limits() {
    return RateLimits.of(resource.choices().limits());
  }

  void setLimits(RateLimits limits) throws StorageException {
    choose(choices -> choices.withLimits(limits.toSaved()));
  }

  FetchOrder order() {
    return resource.choices().sequential() ? FetchOrder.SEQUENTIAL : FetchOrder.RAREST_FIRST;
  }

  void setOrder(FetchOrder order) throws StorageException {
    choose(choices -> choices.withSequential(order == FetchOrder.SEQUENTIAL));
  }

  /** Changes what was chosen, here and on the disk, or neither. */
  private void choose(UnaryOperator<ResourceChoices> change) throws StorageException {
    writing.lock();
    try {
      SavedResource changed = resource.with(change.apply(resource.choices()));
      if (!forgotten) {
        state.save(changed);
        kept = true;
      }
      resource = changed;
    } finally {
      writing.unlock();
    }
  }

  /** Takes it off the disk, for good. */
  void forget() throws StorageException {
    writing.lock();
    try {
      forgotten = true;
      state.delete(resource.infoHash());
    } finally {
      writing.unlock();
    }
  }
}
