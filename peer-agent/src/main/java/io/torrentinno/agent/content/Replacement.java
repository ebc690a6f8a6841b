package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;
import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_EXISTS;
import static io.torrentinno.agent.content.disk.StorageException.Reason.NO_EXCHANGE;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.Exchange;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ContentStamps;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A complete resource takes the place of another one in one step, by an exchange of names.
 * Afterwards the replaced file or folder has the name of the replacement's part. Where the file
 * system has no such exchange, a file takes the place of a file by a rename. Blocking.
 *
 * <p>The checkpoint of the replacement has its stamp on the disk before the names change. So a
 * start knows whether they have changed: it compares the file or folder that has the final name
 * with the stamp.
 */
public final class Replacement {
  private Replacement() {}

  /**
   * Refuses early what could not be done at the end.
   *
   * @throws StorageException {@link StorageException.Reason#NO_EXCHANGE} when a folder takes part,
   *     and the system or the file system can't exchange names
   */
  static void requirePossible(SavedResource resource) throws StorageException {
    Path place = resource.file();
    if (!resource.isReplacing()
        || (!resource.manifest().isFolder() && !Files.isDirectory(place, NOFOLLOW_LINKS))) {
      return;
    }
    Path folder = Objects.requireNonNull(place.getParent());
    try {
      if (!Exchange.isPossible(folder)) {
        throw new StorageException(
            NO_EXCHANGE,
            "replacing a folder needs an exchange of names, which the file system of "
                + folder
                + " does not have. Remove the resource that is there first");
      }
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    }
  }

  /**
   * Whether the verified file or folder is at the place of a resource.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED} when another file or
   *     folder is there, which must not be replaced
   */
  public static boolean isReplaceable(SavedResource old, StateFolder state)
      throws StorageException {
    if (!Files.exists(old.file(), NOFOLLOW_LINKS)) {
      return false;
    }
    Recorded recorded = recorded(old, state);
    if (old.inPlace() || recorded == null || !recorded.isFinished()) {
      throw new StorageException(
          FILE_EXISTS, "the file or folder there does not belong to the agent: " + old.file());
    }
    try {
      ContentRemoval.requireDeletable(old, state);
    } catch (StorageException e) {
      throw e.reason() == FILE_CHANGED
          ? new StorageException(
              FILE_CHANGED,
              "it was changed after it was verified, so it is not replaced: "
                  + old.file()
                  + ". Recheck that resource, or remove it, then resume this one",
              e)
          : e;
    }
    return true;
  }

  /** Whether a resource has the place of the one that it is to replace. */
  public static boolean isDone(SavedResource replacement, StateFolder state)
      throws StorageException {
    Recorded recorded = recorded(replacement, state);
    return recorded != null
        && recorded.verified().isFull()
        && (recorded.isFinished() || recorded.isOf(ContentStamps.of(replacement)));
  }

  /**
   * Deletes the replaced file or folder, which now has the name of the replacement's part, as far
   * as it is unchanged since it was verified. Other files in a folder get another name, and stay.
   * So does a file that can't be deleted, because the next replacement needs the name. The part of
   * an old version that was not finished is deleted, too.
   */
  public static void deleteReplaced(SavedResource old, SavedResource by, StateFolder state)
      throws StorageException {
    Path aside = by.part();
    try {
      ContentRemoval.deleteUnchanged(old.at(aside), state);
    } finally {
      keepRest(aside, by.file());
      ContentRemoval.deletePart(old);
    }
  }

  /**
   * Deletes the name of a replacement's part when the file in the final place has that name, too: a
   * file gets a free final name by a link, and the agent may have ended before the other name was
   * deleted.
   */
  public static void deleteSecondName(SavedResource by) throws StorageException {
    try {
      if (Contents.fileOf(by).hasTwoNames()) {
        Files.delete(by.part());
      }
    } catch (IOException e) {
      throw StorageException.of(by.part(), e);
    }
  }

  private static void keepRest(Path aside, Path place) throws StorageException {
    try {
      if (Files.exists(aside, NOFOLLOW_LINKS)) {
        AtomicFiles.moveAside(aside, place);
      }
    } catch (IOException e) {
      throw StorageException.of(aside, e);
    }
  }

  private static @Nullable Recorded recorded(SavedResource resource, StateFolder state)
      throws StorageException {
    try {
      return state.verification().checkpoint(resource).read().orElse(null);
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    }
  }
}
