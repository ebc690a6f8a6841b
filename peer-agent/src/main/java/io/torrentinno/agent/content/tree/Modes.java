package io.torrentinno.agent.content.tree;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

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
}
