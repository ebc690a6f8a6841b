package io.torrentinno.agent.content.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The permissions of new files. The system removes those of its mask. */
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
    return has.contains(OWNER_READ)
        && has.contains(OWNER_WRITE)
        && has.contains(OWNER_EXECUTE) == (kind == FileTree.Kind.EXECUTABLE);
  }
}
