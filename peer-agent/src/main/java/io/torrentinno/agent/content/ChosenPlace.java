package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.NO_SUCH_FILE;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.checkpoint.Checkpoint;
import io.torrentinno.agent.content.disk.DataFolder;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Looks after the folder of a download that lies elsewhere than at its usual place. */
final class ChosenPlace {
  private ChosenPlace() {}

  /**
   * Blocking. To be called before anything is made for a resource. Nothing happens to one that lies
   * at its usual place, or that is finished.
   *
   * @param asked whether a person wants it to be fetched, whatever has become of its file
   * @throws StorageException {@link StorageException.Reason#NO_SUCH_FILE} when the folder is gone,
   *     or what was in it: the disk may not be mounted; others as {@link
   *     DataFolder#requireDestination} does
   */
  static void requireUsable(
      SavedResource resource, Checkpoint checkpoint, StateFolder state, boolean asked)
      throws StorageException {
    Path file = resource.file();
    boolean finished = !resource.isReplacing() && Files.exists(file, NOFOLLOW_LINKS);
    if (finished || !resource.isPlaced(state.places().root())) {
      return;
    }
    state.places().requireDestination(Objects.requireNonNull(file.getParent()));
    if (!asked && holdsPieces(checkpoint, file) && !ContentRemoval.hasPart(resource)) {
      throw new StorageException(
          NO_SUCH_FILE,
          "what was fetched is no longer at "
              + file
              + ". If its disk is only not mounted, mount it; to fetch all of it again, recheck"
              + " the resource");
    }
  }

  private static boolean holdsPieces(Checkpoint checkpoint, Path file) throws StorageException {
    try {
      return checkpoint.read().filter(recorded -> !recorded.verified().isEmpty()).isPresent();
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /**
   * Blocking. Refuses to delete through a symbolic link. A folder that is gone is no obstacle.
   *
   * @throws StorageException {@link StorageException.Reason#FORBIDDEN_PATH}
   */
  static void requireDeletable(SavedResource resource, StateFolder state) throws StorageException {
    Path folder = Objects.requireNonNull(resource.file().getParent());
    if (resource.isPlaced(state.places().root()) && Files.exists(folder, NOFOLLOW_LINKS)) {
      state.places().requireReal(folder);
    }
  }
}
