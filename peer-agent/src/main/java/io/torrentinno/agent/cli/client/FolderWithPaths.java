package io.torrentinno.agent.cli.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The deepest folder in which several files and folders lie, and their paths in it.
 *
 * @param include relative to the folder, with {@code /} between the names
 */
public record FolderWithPaths(Path folder, List<String> include) {
  /**
   * Looks at nothing on the disk.
   *
   * @param files absolute and without {@code .} and {@code ..}; at least one, and none is a root
   */
  public static FolderWithPaths of(List<Path> files) {
    Path folder = parent(files.getFirst());
    for (Path file : files) {
      while (!parent(file).startsWith(folder)) {
        folder = parent(folder);
      }
    }
    Path common = folder;
    return new FolderWithPaths(
        common, files.stream().map(file -> slashed(common.relativize(file))).toList());
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a root, or files of several roots");
  }

  private static String slashed(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }
}
