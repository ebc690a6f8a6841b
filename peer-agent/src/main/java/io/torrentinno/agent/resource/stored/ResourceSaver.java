package io.torrentinno.agent.resource.stored;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a resource that is stored for a restart. Each change is stored at once. Changes block
 * and are made one at a time. Any thread may read it.
 */
public final class ResourceSaver {
  private static final Logger log = LoggerFactory.getLogger(ResourceSaver.class);

  private final StateFolder state;
  private volatile SavedResource resource;
  private boolean kept;

  /** A replaced resource that is still stored, so the next start deletes its state. */
  private @Nullable InfoHash unforgotten;

  /**
   * Writes nothing yet.
   *
   * @param kept whether the resource is stored already
   */
  public ResourceSaver(StateFolder state, SavedResource resource, boolean kept) {
    this.state = state;
    this.resource = resource;
    this.kept = kept;
  }

  /** The resource with the last changes. */
  public SavedResource resource() {
    return resource;
  }

  /** Stores the resource durably. */
  public void keep() throws StorageException {
    if (!kept) {
      state.add(resource);
      kept = true;
    }
  }

  /** Changes whether it is paused. If that can't be stored, it applies until the process ends. */
  public void setPaused(boolean paused) throws StorageException {
    resource = resource.withPaused(paused);
    save(resource);
  }

  /**
   * The resource has the place of the one that it was to replace. When that can't be stored, or the
   * replaced one is still stored, the next start sees it by the place.
   */
  public void setReplaced() {
    InfoHash replaced = resource.replaces();
    unforgotten = replaced != null && state.isStored(replaced) ? replaced : null;
    resource = resource.replacing(null);
    try {
      save(resource);
    } catch (StorageException e) {
      log.warn(
          "{} has replaced the old version, but this could not be stored: {}",
          resource.name(),
          e.getMessage());
    }
  }

  /** Changes nothing when it can't be stored. */
  public void setLimits(RateLimits limits) throws StorageException {
    choose(resource.choices().withLimits(limits));
  }

  /** Changes nothing when it can't be stored. */
  public void setSequential(boolean sequential) throws StorageException {
    choose(resource.choices().withSequential(sequential));
  }

  /**
   * Changes nothing when it can't be stored.
   *
   * @param alone whether those are all trackers, whatever the manifest names
   */
  public void setTrackers(List<TrackerAddress> trackers, boolean alone) throws StorageException {
    choose(resource.choices().withTrackers(trackers, alone));
  }

  /** Changes nothing when it can't be stored. */
  public void setFiles(FileSelection files) throws StorageException {
    choose(resource.choices().withFiles(files));
  }

  /** Changes nothing when it can't be stored. */
  public void setSignatures(List<String> signatures) throws StorageException {
    SavedResource changed = resource.with(resource.manifest().withSignatures(signatures));
    state.saveSignatures(changed.manifest());
    resource = changed;
  }

  private void choose(ResourceChoices choices) throws StorageException {
    SavedResource changed = resource.with(choices);
    save(changed);
    resource = changed;
  }

  private void save(SavedResource changed) throws StorageException {
    SavedResource stored = unforgotten == null ? changed : changed.replacing(unforgotten);
    if (kept) {
      state.save(stored);
    } else {
      state.add(stored);
      kept = true;
    }
  }

  /** Deletes the stored state. */
  public void forget() throws StorageException {
    kept = false;
    state.delete(resource.infoHash());
  }
}
