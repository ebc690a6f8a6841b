package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** When files were last changed. Blocking; follows no link. */
public final class ChangeTime {
  private static final boolean IS_KEPT =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private ChangeTime() {}

  /**
   * When the bytes, a name or an attribute of a file were last changed, as the file system says.
   * Programs can't set this time. Where there is no such time, it is that of {@link #ofBytes}.
   */
  public static FileTime of(Path file) throws StorageException {
    try {
      return IS_KEPT && Files.getAttribute(file, "unix:ctime", NOFOLLOW_LINKS) instanceof FileTime t
          ? t
          : Files.getLastModifiedTime(file, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /** When the bytes of a file were last changed, as far as no program has set another time. */
  public static FileTime ofBytes(Path file) throws StorageException {
    try {
      return Files.getLastModifiedTime(file, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }
}
