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

/**
 * Looks after the folder of a download that lies elsewhere than at its usual place. Nothing happens
 * to one that lies there.
 */
record ChosenPlace(SavedResource resource, StateFolder state) {
  /**
   * Blocking. To be called before anything is made for a resource, or read. One that is finished
   * need only lie where no symbolic link leads.
   *
   * @param asked whether a person wants it to be fetched, also when its file is gone or changed
   * @throws StorageException {@link StorageException.Reason#NO_SUCH_FILE} when the folder is gone,
   *     or what was in it: the disk may not be mounted; others as {@link
   *     DataFolder#requireDestination} does
   */
  void requireUsable(Checkpoint checkpoint, boolean asked) throws StorageException {
    if (!isChosen()) {
      return;
    }
    Path file = resource.file();
    if (!resource.isReplacing() && Files.exists(file, NOFOLLOW_LINKS)) {
      state.places().requireReal(folder());
      return;
    }
    requireWritable();
    if (!asked && holdsPieces(checkpoint, file) && !ContentRemoval.hasPart(resource)) {
      throw new StorageException(
          NO_SUCH_FILE,
          "the fetched file or folder is no longer at "
              + file
              + ". If its disk is not mounted, mount it. To fetch everything again,"
              + " recheck the resource");
    }
  }

  /**
   * Blocking. To be called before something is written that was finished.
   *
   * @throws StorageException as {@link DataFolder#requireDestination} does
   */
  void requireWritable() throws StorageException {
    if (isChosen()) {
      state.places().requireDestination(folder());
    }
  }

  private boolean isChosen() {
    return resource.isPlaced(state.places().root());
  }

  private Path folder() {
    return Objects.requireNonNull(resource.file().getParent());
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
  void requireDeletable() throws StorageException {
    if (isChosen() && Files.exists(folder(), NOFOLLOW_LINKS)) {
      state.places().requireReal(folder());
    }
  }
}
