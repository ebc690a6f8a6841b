package io.torrentinno.agent.content;

import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.ResourceFile;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;

/** Deletes the bytes of a resource whose {@link ResourceStorage} is closed. Blocking. */
public final class ContentRemoval {
  private ContentRemoval() {}

  /** Whether there is a part file, such as an earlier download has left. */
  public static boolean hasPart(SavedResource resource) {
    return ResourceFile.of(resource.file(), resource.inPlace()).hasPart();
  }

  /** Deletes the part file; to be called when the storage is closed. */
  public static void deletePart(SavedResource resource) throws StorageException {
    ResourceFile file = ResourceFile.of(resource.file(), resource.inPlace());
    try {
      file.deletePart();
    } catch (IOException e) {
      throw StorageException.of(file.part(), e);
    }
  }

  /**
   * Refuses what {@link #deleteData} would leave undone.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED} when the finished file is
   *     not what was verified any more
   */
  public static void requireDeletable(SavedResource resource, StateFolder state)
      throws StorageException {
    ResourceFile file = ResourceFile.of(resource.file(), resource.inPlace());
    if (file.inPlace() || !file.isThere()) {
      return;
    }
    try {
      Recorded recorded = state.checkpoint(resource).read().orElse(null);
      if (recorded != null && recorded.isFinished() && !recorded.describes(file.path())) {
        throw new StorageException(
            StorageException.Reason.FILE_CHANGED,
            "the file was changed after it was verified, so it is not deleted: "
                + file.path()
                + ". Recheck the resource first, or remove it without its data");
      }
    } catch (IOException e) {
      throw StorageException.of(file.path(), e);
    }
  }

  /**
   * Deletes a resource's part file, and its finished file if that is still what was verified. A
   * file shared in place, and one that only has the same name, stay. To be called when the storage
   * is closed and before {@link StateFolder#delete}.
   */
  public static void deleteData(SavedResource resource, StateFolder state) throws StorageException {
    ResourceFile file = ResourceFile.of(resource.file(), resource.inPlace());
    if (file.inPlace()) {
      return;
    }
    try {
      file.deletePart();
      Recorded recorded = state.checkpoint(resource).read().orElse(null);
      if (recorded != null && recorded.describes(file.path())) {
        Files.delete(file.path());
      }
    } catch (IOException e) {
      throw StorageException.of(file.path(), e);
    }
  }
}
