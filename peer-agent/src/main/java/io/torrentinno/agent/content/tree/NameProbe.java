package io.torrentinno.agent.content.tree;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.NameClash;
import io.torrentinno.protocol.manifest.tree.NameClash.Difference;
import io.torrentinno.protocol.manifest.tree.NameClashes;
import io.torrentinno.protocol.model.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks, before anything is written, whether a folder can hold the names of a tree. */
final class NameProbe {
  private static final String LOWER = "-probe-e";
  private static final String UPPER = "-PROBE-E";
  private static final String COMPOSED = "-probe-\u00e9";
  private static final String DECOMPOSED = "-probe-e\u0301";

  private NameProbe() {}

  /**
   * Blocking.
   *
   * @param folder the folder for the tree's folder
   * @throws StorageException {@link StorageException.Reason#BAD_NAME} when it can't hold all names
   */
  static void requireHolds(Path folder, TreePaths paths) throws StorageException {
    FileTree tree = paths.tree();
    try {
      for (int entry = 0; entry < tree.size(); entry++) {
        paths.of(entry);
      }
    } catch (InvalidPathException e) {
      throw new StorageException(
          StorageException.Reason.BAD_NAME,
          "no file of this file system can have the name " + FileName.printable(e.getInput()),
          e);
    }
    Set<Difference> ignored = ignored(folder);
    List<NameClash> clashes = ignored.isEmpty() ? List.of() : NameClashes.find(tree, ignored, 1);
    if (!clashes.isEmpty()) {
      NameClash clash = clashes.getFirst();
      throw new StorageException(
          StorageException.Reason.BAD_NAME,
          "the file system of "
              + folder
              + " can't hold both "
              + show(clash.first())
              + " and "
              + show(clash.second()));
    }
  }

  private static String show(List<String> path) {
    return FileName.printable(String.join("/", path));
  }

  /** The differences that the file system ignores when it compares names. */
  private static Set<Difference> ignored(Path folder) throws StorageException {
    Set<Difference> ignored = EnumSet.noneOf(Difference.class);
    if (isSame(folder, LOWER, UPPER)) {
      ignored.add(Difference.CASE);
    }
    if (isSame(folder, COMPOSED, DECOMPOSED)) {
      ignored.add(Difference.FORM);
    }
    return ignored;
  }

  private static boolean isSame(Path folder, String one, String other) throws StorageException {
    Path made = null;
    try {
      made = Files.createTempFile(folder, FileName.RESERVED_PREFIX, one);
      String name = String.valueOf(made.getFileName());
      String start = name.substring(0, name.length() - one.length());
      return Files.exists(folder.resolve(start + other));
    } catch (InvalidPathException e) {
      return false; // Names of this system can't have these characters.
    } catch (IOException e) {
      throw StorageException.of(folder, e);
    } finally {
      delete(made);
    }
  }

  private static void delete(@Nullable Path made) throws StorageException {
    if (made != null) {
      try {
        Files.deleteIfExists(made);
      } catch (IOException e) {
        throw StorageException.of(made, e);
      }
    }
  }
}
