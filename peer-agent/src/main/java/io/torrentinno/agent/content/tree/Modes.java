package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The permissions of files. From those of new files, the system removes those of its mask. */
public final class Modes {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Modes() {}

  /** The permissions of a new file; empty if the system's own are right. */
  public static FileAttribute<?>[] of(FileTree.Kind kind) {
    if (!POSIX || kind != FileTree.Kind.EXECUTABLE) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))
    };
  }

  /** Blocking. Whether a file has permissions as a new one would, as far as its owner uses it. */
  public static boolean isOf(Path file, FileTree.Kind kind) throws IOException {
    if (!POSIX) {
      return true;
    }
    Set<PosixFilePermission> has = Files.getPosixFilePermissions(file, NOFOLLOW_LINKS);
    return has.contains(OWNER_READ) && has.contains(OWNER_WRITE) && isExecutable(has, kind);
  }

  /** Blocking. Whether the owner of a file may execute it, if its kind says so, else may not. */
  static boolean isExecutable(Path file, FileTree.Kind kind) throws IOException {
    return !POSIX || isExecutable(Files.getPosixFilePermissions(file, NOFOLLOW_LINKS), kind);
  }

  private static boolean isExecutable(Set<PosixFilePermission> has, FileTree.Kind kind) {
    return has.contains(OWNER_EXECUTE) == (kind == FileTree.Kind.EXECUTABLE);
  }

  /**
   * Blocking. Allows the owner, and all others who may read a file, to execute it, if its kind says
   * so; else forbids it to all. Follows no link.
   */
  static void makeExecutable(Path file, FileTree.Kind kind) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    Set<PosixFilePermission> modes = EnumSet.noneOf(PosixFilePermission.class);
    modes.addAll(view.readAttributes().permissions());
    modes.removeAll(Set.of(OWNER_EXECUTE, GROUP_EXECUTE, OTHERS_EXECUTE));
    if (kind == FileTree.Kind.EXECUTABLE) {
      modes.add(OWNER_EXECUTE);
      if (modes.contains(GROUP_READ)) {
        modes.add(GROUP_EXECUTE);
      }
      if (modes.contains(OTHERS_READ)) {
        modes.add(OTHERS_EXECUTE);
      }
    }
    view.setPermissions(modes);
  }
}
