package io.torrentinno.agent.resource;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.PersistedResource;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.resource.lifecycle.Event;
import io.torrentinno.agent.resource.lifecycle.Failure;
import io.torrentinno.agent.resource.stored.ResourceContent;
import io.torrentinno.agent.resource.stored.StoredContent;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.selection.FileSelection;

/** Turns a link into a resource with a manifest. Methods are called in turns of the mailbox. */
record ManifestAdoption(ResourceContext context, ResourceRegistry registry, StoredContent stored) {
  /**
   * Stores the manifest of a link. The choices for the link stay.
   *
   * @param found the resource at its place, with the choices of the call that brings the manifest
   * @return the event that follows
   * @throws ResourceException when the choice of files names no file, or leaves none, or the place
   *     is taken
   */
  Event adopt(ResourceContent.Link link, SavedResource found) throws StorageException {
    SavedResource saved = found.with(choices(link, found));
    String fault = null;
    if (link.fault() != null) {
      PersistedResource.Known before = context.state().recall(saved);
      fault = before.fault();
      saved = fault == null ? before.resource() : before.resource().withPaused(true);
    }
    registry.claim(saved);
    ResourceContent.Known known = context.known(saved, false);
    try {
      known.saver().keep();
    } catch (StorageException e) {
      registry.release(saved.infoHash(), saved.claimed());
      throw e;
    }
    stored.takeLeft(known);
    stored.become(known);
    return fault == null ? new Event.ManifestKnown() : new Event.Damaged(new Failure(false, fault));
  }

  private static ResourceChoices choices(ResourceContent.Link link, SavedResource found) {
    return new ResourceChoices(
        link.isPaused(),
        link.magnet().trackers(),
        link.saved().trackersAlone(),
        RateLimits.NONE,
        false,
        files(link, found));
  }

  private static FileSelection files(ResourceContent.Link link, SavedResource found) {
    FileSelection now = found.choices().files();
    if (!now.equals(FileSelection.ALL)) {
      return now;
    }
    try {
      return found.choosing(link.saved().files()).choices().files();
    } catch (IllegalArgumentException e) {
      throw Failures.badRequest(e);
    }
  }
}
