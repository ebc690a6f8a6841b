package io.torrentinno.agent.content;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.checkpoint.Checkpoint.Recorded;
import io.torrentinno.agent.content.disk.ResourceFile;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.ContentStamps;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.content.tree.TreeStamps;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the bytes of a resource whose {@link ResourceStorage} is closed. Blocking. */
public final class ContentRemoval {
  private static final Logger log = LoggerFactory.getLogger(ContentRemoval.class);

  private ContentRemoval() {}

  /** Whether there is a part file or folder, for example of an earlier download. */
  public static boolean hasPart(SavedResource resource) {
    ResourceTree tree = Contents.treeOf(resource);
    return tree == null ? Contents.fileOf(resource).hasPart() : tree.hasPart();
  }

  /** Deletes the part file or folder; to be called when the storage is closed. */
  public static void deletePart(SavedResource resource) throws StorageException {
    ResourceTree tree = Contents.treeOf(resource);
    try {
      if (tree == null) {
        Contents.fileOf(resource).deletePart();
      } else {
        tree.deletePart();
      }
    } catch (IOException e) {
      throw StorageException.of(Contents.fileOf(resource).part(), e);
    }
  }

  /**
   * Fails if {@link #deleteData} would leave files.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED} when the finished file or
   *     folder has changed since it was verified
   */
  public static void requireDeletable(SavedResource resource, StateFolder state)
      throws StorageException {
    ResourceFile file = Contents.fileOf(resource);
    new ChosenPlace(resource, state).requireDeletable();
    if (file.inPlace() || !file.isThere()) {
      return;
    }
    try {
      Recorded recorded = state.verification().checkpoint(resource).read().orElse(null);
      if (recorded != null && recorded.isFinished() && !isVerified(resource, recorded, state)) {
        throw new StorageException(
            StorageException.Reason.FILE_CHANGED,
            (resource.manifest().isFolder() ? "files of the folder were" : "the file was")
                + " changed after it was verified, so it is not deleted: "
                + file.path()
                + ". Recheck the resource first, or remove it without its data");
      }
    } catch (IOException e) {
      throw StorageException.of(file.path(), e);
    }
  }

  /** Whether the bytes are unchanged since they were verified. Files of a folder may be missing. */
  private static boolean isVerified(SavedResource resource, Recorded recorded, StateFolder state)
      throws StorageException {
    ResourceTree tree = Contents.treeOf(resource);
    if (tree == null) {
      return recorded.describes(ContentStamps.of(resource));
    }
    TreeStamps verified = verified(resource, tree, recorded, state);
    return verified != null && tree.firstChanged(verified) < 0;
  }

  /** The stamps of a folder's files when it was verified; null when they are not known. */
  private static @Nullable TreeStamps verified(
      SavedResource resource, ResourceTree tree, Recorded recorded, StateFolder state)
      throws StorageException {
    if (!Files.isDirectory(tree.path(), NOFOLLOW_LINKS) || tree.finished().hasLinkedFolder()) {
      return null;
    }
    TreeStamps stored = state.verification().stamps(resource).read(tree.files());
    if (stored != null && recorded.describes(stored.together())) {
      return stored;
    }
    TreeStamps now = TreeStamps.scan(tree.finished());
    return recorded.describes(now.together()) ? now : null;
  }

  /**
   * Deletes a resource's part file or folder, and the finished files that have not changed since
   * they were verified. Of a folder it deletes only the entries that the manifest names, and then
   * the folders that are empty. Files that are shared in place, and other files of the same name,
   * stay. Missing files are not an error, so this can be repeated after it was cut off. To be
   * called when the storage is closed and before {@link StateFolder#delete}.
   */
  public static void deleteData(SavedResource resource, StateFolder state) throws StorageException {
    ResourceFile file = Contents.fileOf(resource);
    if (file.inPlace()) {
      return;
    }
    new ChosenPlace(resource, state).requireDeletable();
    mark(resource, state);
    deletePublished(resource, state);
    deletePart(resource);
    deleteUnchanged(resource, state);
  }

  /** Deletes what has the final name, as far as it is what was verified. */
  static void deleteUnchanged(SavedResource resource, StateFolder state) throws StorageException {
    ResourceTree tree = Contents.treeOf(resource);
    try {
      Recorded recorded = state.verification().checkpoint(resource).read().orElse(null);
      if (recorded == null) {
        return;
      }
      if (tree != null) {
        deleteFinished(tree, verified(resource, tree, recorded, state));
      } else if (recorded.describes(ContentStamps.of(resource))) {
        Files.delete(resource.file());
      }
    } catch (IOException e) {
      throw StorageException.of(resource.file(), e);
    }
  }

  /**
   * Lets the next start continue. A full disk may refuse this, and then the deletion makes room.
   */
  private static void mark(SavedResource resource, StateFolder state) throws StorageException {
    state.requireThere();
    try {
      state.setBeingRemoved(resource.infoHash(), true);
    } catch (StorageException e) {
      log.warn(
          "If the agent ends before {} is removed, the next start will not continue the removal:"
              + " {}",
          resource.manifest().name(),
          e.getMessage());
    }
  }

  /** Deletes the final names of files that are in the part folder, too, and unchanged. */
  private static void deletePublished(SavedResource resource, StateFolder state)
      throws StorageException {
    ResourceTree tree = Contents.treeOf(resource);
    if (tree == null || !tree.hasPart() || tree.replacing()) {
      return; // What is to be replaced is another resource's.
    }
    TreeStamps published = state.verification().stamps(resource).read(tree.files());
    try {
      if (published != null
          && Files.isDirectory(tree.path(), NOFOLLOW_LINKS)
          && !tree.finished().hasLinkedFolder()) {
        tree.deleteFinished(published);
      }
    } catch (IOException e) {
      throw StorageException.of(tree.path(), e);
    }
  }

  private static void deleteFinished(ResourceTree tree, @Nullable TreeStamps verified)
      throws StorageException, IOException {
    if (verified != null) {
      tree.deleteFinished(verified);
    }
  }
}
