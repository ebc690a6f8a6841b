package io.torrentinno.agent.content.tree;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the entries of a tree lie.
 *
 * @param root the folder that all paths begin in
 */
public record TreePaths(Path root, FileTree tree) {
  /** The place of an entry. */
  public Path of(int entry) {
    return under(tree.path(entry));
  }

  /** The place of a folder; the root for 0. */
  Path ofFolder(int folder) {
    return folder == 0 ? root : under(tree.folderPath(folder));
  }

  /**
   * Blocking. Whether a symbolic link has the place of a folder below the root: what lies behind it
   * is not the resource's.
   */
  public boolean hasLinkedFolder() {
    // Parents come first, so no link is followed.
    for (int folder = 1; folder < tree.folders(); folder++) {
      if (Files.isSymbolicLink(ofFolder(folder))) {
        return true;
      }
    }
    return false;
  }

  private Path under(List<String> names) {
    return root.resolve(String.join(root.getFileSystem().getSeparator(), names));
  }
}
