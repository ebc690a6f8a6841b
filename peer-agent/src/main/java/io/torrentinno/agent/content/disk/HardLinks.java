package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that have several names. A change under one name is a change under all. Blocking. */
public final class HardLinks {
  private static final boolean COUNTED =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private HardLinks() {}

  /** Whether a file has other names, too; false when that is not known. */
  public static boolean hasOtherNames(Path file) throws IOException {
    return COUNTED
        && Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS) instanceof Integer names
        && names > 1;
  }

  /**
   * Copies a file that has other names, so that this name is its only one and can be written.
   * Nothing happens to any other file.
   *
   * @param scratch a name on the same file system that belongs to the caller, for the copy until it
   *     is complete
   */
  public static void separate(Path file, Path scratch) throws StorageException, IOException {
    if (!hasOtherNames(file)) {
      return;
    }
    Files.deleteIfExists(scratch);
    DiskSpace.require(scratch, Files.size(file));
    Files.copy(file, scratch, NOFOLLOW_LINKS);
    Files.move(scratch, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
