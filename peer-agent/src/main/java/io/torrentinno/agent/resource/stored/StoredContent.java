package io.torrentinno.agent.resource.stored;

import io.torrentinno.agent.content.ContentRemoval;
import io.torrentinno.agent.content.Handover;
import io.torrentinno.agent.content.Replacement;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.lifecycle.Removal;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifest or link of one resource, and its stored state. Changes block and are made in turns
 * of the resource's mailbox. Any thread may call {@link #get} and {@link #file}.
 */
public final class StoredContent {
  private static final Logger log = LoggerFactory.getLogger(StoredContent.class);

  private final StateFolder state;
  private volatile ResourceContent content;
  private @Nullable StorageException notDeleted;
  private @Nullable Successor successor;
  private boolean foundPart;

  public StoredContent(StateFolder state, ResourceContent content) {
    this.state = state;
    this.content = content;
  }

  public ResourceContent get() {
    return content;
  }

  /** Stores the manifest, which is known now. */
  public void become(ResourceContent.Known known) {
    content = known;
  }

  /** The place that it has claimed; null while its name is not known. */
  public @Nullable Path file() {
    return switch (content) {
      case ResourceContent.Known known -> known.saved().claimed();
      case ResourceContent.Link _ -> null;
    };
  }

  /** Records whether a part file exists already, so that it stays if the addition is undone. */
  public void noteFoundPart(ResourceContent.Known adding) {
    foundPart = ContentRemoval.hasPart(adding.saved());
  }

  /** Takes over the unfinished download that an earlier removal of the resource has left. */
  public void takeLeft(ResourceContent.Known adding) {
    new LeftParts(state).giveBack(adding.saved());
  }

  /** Stores whether it is paused. */
  public Event savePaused(boolean paused) {
    try {
      keepData();
      switch (content) {
        case ResourceContent.Known known -> known.saver().setPaused(paused);
        case ResourceContent.Link link -> {
          ResourceContent.Link changed = link.withPaused(paused);
          content = changed;
          state.save(changed.saved());
        }
      }
      return new Event.ChoiceSaved();
    } catch (StorageException e) {
      String choice = paused ? "paused" : "not paused";
      return new Event.ChoiceNotSaved(
          new Failure(
              true, "the state " + choice + " can't be stored for a restart: " + e.getMessage()));
    }
  }

  /**
   * Stores the trackers; changes nothing when they can't be stored.
   *
   * @param alone whether those are all trackers, whatever the manifest names
   */
  public void saveTrackers(List<TrackerAddress> trackers, boolean alone) throws StorageException {
    switch (content) {
      case ResourceContent.Known known -> known.saver().setTrackers(trackers, alone);
      case ResourceContent.Link link -> {
        ResourceContent.Link changed = link.with(link.saved().withTrackers(trackers, alone));
        state.save(changed.saved());
        content = changed;
      }
    }
  }

  /** Stores which files are fetched; changes nothing when it can't be stored. */
  public void saveFiles(FileChoice choice, FileSelection files) throws StorageException {
    switch (content) {
      case ResourceContent.Known known -> known.saver().setFiles(files);
      case ResourceContent.Link link -> {
        ResourceContent.Link changed = link.with(link.saved().withFiles(choice));
        state.save(changed.saved());
        content = changed;
      }
    }
  }

  /** Refuses what {@link #delete} could not do, while all is still there. */
  public void requireDeletable(Removal kind) throws StorageException {
    switch (content) {
      case ResourceContent.Known known when kind == Removal.DELETE_DATA ->
          ContentRemoval.requireDeletable(known.saved(), state);
      case ResourceContent.Known _, ResourceContent.Link _ -> {}
    }
  }

  /**
   * Puts a replacement in its place.
   *
   * @param move does it
   */
  private record Successor(SavedResource replacement, Handover.Move move) {}

  /**
   * Says what takes its place in the next {@link #delete}, of {@link Removal#REPLACED}.
   *
   * @throws StorageException when what lies there is not to be replaced; nothing has changed then
   */
  public void giveWay(SavedResource replacement, Handover.Move move) throws StorageException {
    if (content instanceof ResourceContent.Known known) {
      boolean _ = Replacement.isReplaceable(known.saved(), state);
    }
    notDeleted = null;
    successor = new Successor(replacement, move);
  }

  /** Whether what {@link #giveWay} said has taken the place; takes that back otherwise. */
  public boolean hasGivenWay() {
    boolean given = successor == null;
    successor = null;
    return given;
  }

  /** Deletes it, when nothing else touches it any more. */
  public Event delete(Removal kind) {
    notDeleted = null;
    try {
      switch (content) {
        case ResourceContent.Known known -> {
          if (deleteFiles(known, kind)) {
            if (kind != Removal.REPLACED) {
              new LeftParts(state).note(known.saved());
            }
            known.saver().forget();
          }
        }
        case ResourceContent.Link link -> state.delete(link.infoHash());
      }
      return new Event.Deleted();
    } catch (StorageException e) {
      if (kind == Removal.UNDO || (kind == Removal.REPLACED && successor == null)) {
        warn("The remaining files of {} could not be removed: {}", e);
        return new Event.Deleted();
      }
      notDeleted = e;
      successor = null;
      forgetRemoval();
      return new Event.NotDeleted(
          new Failure(false, "it can't be removed: " + e.getMessage() + ". Remove it again later"));
    }
  }

  /**
   * Stores that its data are not being deleted, so that the next start does not continue a removal
   * that has failed. Any thread may call this while nothing deletes the resource.
   */
  public void keepData() throws StorageException {
    state.setBeingRemoved(content.infoHash(), false);
  }

  /** A person has to decide. A restart does not continue the removal. */
  private void forgetRemoval() {
    try {
      keepData();
    } catch (StorageException e) {
      warn("{} stays marked for removal, so the next start will delete its data: {}", e);
    }
  }

  /** If the data folder is gone, another place logs that once for all resources. */
  private void warn(String what, StorageException failure) {
    try {
      state.requireThere();
      log.warn(what, content.name(), failure.getMessage());
    } catch (StorageException gone) {
      log.debug(what, content.name(), gone.getMessage());
    }
  }

  /** False when the next start needs to know of it. */
  private boolean deleteFiles(ResourceContent.Known known, Removal kind) throws StorageException {
    Successor next = successor;
    if (kind == Removal.DELETE_DATA) {
      ContentRemoval.deleteData(known.saved(), state);
    } else if (kind == Removal.REPLACED && next != null) {
      boolean durable = next.move.run(Replacement.isReplaceable(known.saved(), state));
      successor = null; // It has the place.
      if (!durable) {
        return false;
      }
      deleteReplaced(known, next.replacement);
    } else if (kind == Removal.UNDO && !foundPart) {
      ContentRemoval.deletePart(known.saved());
    }
    return true;
  }

  /** A failure after this point does not undo the replacement. */
  private void deleteReplaced(ResourceContent.Known known, SavedResource replacement) {
    try {
      Replacement.deleteReplaced(known.saved(), replacement, state);
    } catch (StorageException e) {
      warn("The replaced files of {} could not be deleted: {}", e);
    }
  }

  /** Why the last {@link #delete} failed; null when it did not. */
  public @Nullable StorageException notDeleted() {
    return notDeleted;
  }
}
