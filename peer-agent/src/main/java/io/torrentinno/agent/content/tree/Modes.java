package io.torrentinno.agent.content.tree;

import io.torrentinno.protocol.manifest.tree.FileTree;
import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** With which permissions files are made; the system takes away what its mask has. */
public final class Modes {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Modes() {}

  /** The permissions of a new file; none where the system's own will do. */
  public static FileAttribute<?>[] of(FileTree.Kind kind) {
    if (!POSIX || kind != FileTree.Kind.EXECUTABLE) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))
    };
  }
}
