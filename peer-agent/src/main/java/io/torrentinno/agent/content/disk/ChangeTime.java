package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** The times of the last changes of files. Blocking; follows no link. */
public final class ChangeTime {
  private static final boolean IS_KEPT =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private ChangeTime() {}

  /**
   * Whether the bytes, a name or an attribute of a file were changed after a time. The file system
   * notes the time of the change, and programs can't set it. Where it does not, programs can.
   */
  public static boolean isAfter(FileTime time, Path file) throws StorageException {
    try {
      FileTime changed =
          IS_KEPT && Files.getAttribute(file, "unix:ctime", NOFOLLOW_LINKS) instanceof FileTime kept
              ? kept
              : ofBytes(file);
      return changed.compareTo(time) > 0;
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /** The time of the last change of the bytes of a file, if no program has set another time. */
  public static FileTime ofBytes(Path file) throws StorageException {
    try {
      return Files.getLastModifiedTime(file, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }
}
