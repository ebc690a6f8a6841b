package io.torrentinno.agent.content.tree;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The paths of the entries of a tree.
 *
 * @param root the folder in which all paths begin
 */
public record TreePaths(Path root, FileTree tree) {
  /** The path of an entry. */
  public Path of(int entry) {
    return under(tree.path(entry));
  }

  /** The path of a folder; the root for 0. */
  Path ofFolder(int folder) {
    return folder == 0 ? root : under(tree.folderPath(folder));
  }

  /**
   * Blocking. Whether a symbolic link has the place of a folder below the root. Files behind it are
   * not files of the resource.
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
