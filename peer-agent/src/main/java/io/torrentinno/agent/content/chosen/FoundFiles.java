package io.torrentinno.agent.content.chosen;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.Contents;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.tree.ResourceTree;
import io.torrentinno.agent.selection.FileSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are already in the place where an unfinished folder will be. */
public final class FoundFiles {
  private FoundFiles() {}

  /**
   * Blocking. Whether there are such files of entries that are chosen. A check says whether they
   * match.
   */
  public static boolean areThere(SavedResource resource) throws StorageException {
    ResourceTree tree = Contents.treeOf(resource);
    if (tree == null || !tree.isThere() || !tree.hasPart()) {
      return false;
    }
    FileSelection chosen = resource.choices().files();
    try {
      for (int entry = 0; entry < tree.files().size(); entry++) {
        Path path = tree.finished().of(entry);
        if (!chosen.isSkipped(entry)
            && tree.files().length(entry) > 0
            && Files.exists(path, NOFOLLOW_LINKS)
            && !tree.published().isLinked(entry)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw StorageException.of(tree.path(), e);
    }
  }
}
