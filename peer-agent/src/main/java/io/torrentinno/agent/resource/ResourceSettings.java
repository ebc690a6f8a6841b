package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.chosen.ChosenRoom;
import io.torrentinno.agent.content.chosen.FoundFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.stored.StoredContent;
import io.torrentinno.agent.resource.view.FetchOrder;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.TrackerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores choices for one resource, and applies them to its present activity: limits, order, files,
 * trackers, signatures. Methods are called in turns of the resource's mailbox. They change nothing
 * when the choice can't be stored.
 */
final class ResourceSettings {
  /** The present run of the resource. */
  interface Present {
    /** The present activity; null when there is none. */
    @Nullable Activity activity();

    /** The {@link #activity} when it is a transfer; null otherwise. */
    Activity.@Nullable Transfer transfer();

    /** Passes an event to the lifecycle; returns when its effects are done. */
    void handle(Event event);
  }

  /** Changes settings. */
  interface Change {
    void apply(ResourceSettings settings) throws StorageException;
  }

  private final StoredContent stored;
  private final SignatureCheck signatures;
  private final ResourceEvents events;
  private final Present present;

  ResourceSettings(
      StoredContent stored, SignatureCheck signatures, ResourceEvents events, Present present) {
    this.stored = stored;
    this.signatures = signatures;
    this.events = events;
    this.present = present;
  }

  void setLimits(ResourceContent.Known known, RateLimits changed) throws StorageException {
    known.saver().setLimits(changed);
    AgentLimits.set(known.limits(), changed);
    events.settingsChanged();
  }

  void setOrder(ResourceContent.Known known, FetchOrder order) throws StorageException {
    known.saver().setSequential(order.isSequential());
    Activity.Transfer running = present.transfer();
    if (running != null) {
      running.setSequential(order.isSequential());
    }
    events.settingsChanged();
  }

  /**
   * Stores trackers, and announces to them from now on.
   *
   * @param alone whether those are all trackers, whatever the manifest names
   */
  void announceTo(List<TrackerAddress> trackers, boolean alone) throws StorageException {
    stored.saveTrackers(trackers, alone);
    Activity activity = present.activity();
    if (activity != null) {
      activity.announceTo(stored.get().trackers());
    }
    events.settingsChanged();
  }

  /**
   * Stores which files are fetched, and fetches them.
   *
   * @throws ResourceException {@link Reason#BAD_REQUEST} when the choice names no file, or leaves
   *     none
   * @throws StorageException when there is no room for files that were not chosen before
   */
  void choose(FileChoice choice) throws StorageException {
    switch (stored.get()) {
      case ResourceContent.Link _ -> stored.saveFiles(choice, FileSelection.ALL);
      case ResourceContent.Known known -> {
        FileSelection files = selection(known.saved(), choice);
        if (!files.equals(known.files())) {
          ChosenRoom.require(known.saved(), files, verified(known));
          stored.saveFiles(choice, files);
          apply(known);
        }
      }
    }
    events.settingsChanged();
  }

  private static FileSelection selection(SavedResource of, FileChoice choice) {
    try {
      return of.choosing(choice).choices().files();
    } catch (IllegalArgumentException e) {
      throw Failures.badRequest(e);
    }
  }

  private Bitfield verified(ResourceContent.Known known) {
    Activity.Transfer running = present.transfer();
    return running == null ? known.completion().pieces() : running.pieces().verified();
  }

  private void apply(ResourceContent.Known known) throws StorageException {
    PieceChoice pieces = known.pieceChoice();
    Activity.Transfer running = present.transfer();
    if (running == null) {
      known.completion().skip(pieces.skipped(), known.completion().pieces());
      return;
    }
    running.choose(pieces);
    if (FoundFiles.areThere(known.saved())) {
      present.handle(new Event.FilesFound());
    } else if (!known.completion().isComplete(running.pieces().verified())) {
      present.handle(new Event.MoreChosen());
    }
  }

  /** Replaces the signatures of the manifest. Refused as {@link SignatureCheck#replace}. */
  void sign(ResourceContent.Known known, List<String> texts) throws StorageException {
    signatures.replace(known, texts);
    signed();
  }

  /** Adds signatures of another copy of the manifest. */
  void addSignatures(ResourceContent.Known known, List<String> texts) throws StorageException {
    signatures.add(known, texts);
    signed();
  }

  private void signed() {
    events.settingsChanged();
    present.handle(new Event.RetryNow()); // Perhaps the manifest was refused before.
  }
}
