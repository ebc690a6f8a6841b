package io.torrentinno.agent.content.tree;

import io.torrentinno.protocol.manifest.tree.FileTree;
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

  private Path under(List<String> names) {
    return root.resolve(String.join(root.getFileSystem().getSeparator(), names));
  }
}
