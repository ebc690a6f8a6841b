package io.torrentinno.agent.selection;

import io.torrentinno.protocol.manifest.tree.PathRules;
import io.torrentinno.protocol.model.FileName;
import io.torrentinno.protocol.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a folder that is shared: the whole folder, or files and folders in it that are named.
 * Two lists that name the same paths are equal, in any order.
 *
 * @param paths relative to the folder, sorted, with {@code /} between the names; empty for the
 *     whole folder
 */
public record FolderPart(List<String> paths) {
  /** All that is in the folder. */
  public static final FolderPart WHOLE = new FolderPart(List.of());

  /** The most paths in one list. */
  public static final int MOST = 1000;

  private static final String SEPARATOR = "/";

  public FolderPart {
    paths = List.copyOf(paths);
  }

  /**
   * The files and folders that a person names.
   *
   * @throws IllegalArgumentException with a message for people when there are none or too many, or
   *     one is no relative path without {@code .} and {@code ..}
   */
  public static FolderPart of(List<? extends @Nullable String> include) {
    if (include.isEmpty()) {
      throw new IllegalArgumentException("a part of a folder has at least one path");
    }
    if (include.size() > MOST) {
      throw new IllegalArgumentException(
          "a part of a folder has at most " + MOST + " paths; name folders instead of their files");
    }
    return new FolderPart(
        include.stream()
            .map(FolderPart::names)
            .distinct()
            .sorted(PathRules.PATH_ORDER)
            .map(names -> String.join(SEPARATOR, names))
            .toList());
  }

  private static List<String> names(@Nullable String path) {
    if (path == null) {
      throw new IllegalArgumentException("null is not a path");
    }
    String plain =
        path.endsWith(SEPARATOR) && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    List<String> names = split(plain);
    for (String name : names) {
      String fault = FileName.fault(name);
      if (fault != null) {
        throw new IllegalArgumentException(
            "the paths of a part are relative to the folder; in %s the name \"%s\" %s"
                .formatted(FileName.printable(path), FileName.printable(name), fault));
      }
    }
    return names;
  }

  private static List<String> split(String path) {
    return Arrays.asList(path.split(SEPARATOR, -1));
  }

  public boolean isWhole() {
    return paths.isEmpty();
  }

  /** The names of each path, in the order of entries. Paths may lie in others. */
  public List<List<String>> names() {
    return paths.stream().map(FolderPart::split).toList();
  }

  /**
   * A path that stands for this part of a folder, and that no other part of any folder has. That of
   * the whole folder is its own; no file has one of the others.
   */
  public Path placeIn(Path folder) {
    if (isWhole()) {
      return folder;
    }
    MessageDigest sha256 = Sha256.digest();
    for (String path : paths) {
      sha256.update(path.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
    }
    String id = HexFormat.of().formatHex(sha256.digest());
    return folder.resolve(FileName.RESERVED_PREFIX + "-include-" + id);
  }
}
