package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
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

  /**
   * Blocking. Refuses when something that is no folder has the place of one.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_EXISTS}; the message names it
   */
  public void requireFolders() throws StorageException {
    for (int folder = 0; folder < tree.folders(); folder++) {
      Path path = ofFolder(folder);
      if (!Files.isDirectory(path, NOFOLLOW_LINKS) && Files.exists(path, NOFOLLOW_LINKS)) {
        throw PublishedTree.inTheWay(path);
      }
    }
  }

  /** Blocking. Forces those files and folders that are there onto the disk, one after the other. */
  void force() throws IOException {
    for (int entry = 0; entry < tree.size(); entry++) {
      Path path = of(entry);
      if (tree.kind(entry) == FileTree.Kind.FOLDER
          ? Files.isDirectory(path, NOFOLLOW_LINKS)
          : Files.isRegularFile(path, NOFOLLOW_LINKS)) {
        AtomicFiles.force(path);
      }
    }
    for (int folder = tree.folders() - 1; folder >= 0; folder--) {
      Path path = ofFolder(folder);
      if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
        AtomicFiles.force(path);
      }
    }
  }

  private Path under(List<String> names) {
    return root.resolve(String.join(root.getFileSystem().getSeparator(), names));
  }
}
