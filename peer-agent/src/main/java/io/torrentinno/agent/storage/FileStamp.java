package io.torrentinno.agent.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * By what a file is recognised as unchanged without reading it.
 *
 * @param size bytes
 * @param modified time of the last modification, nanoseconds since 1970
 */
public record FileStamp(long size, long modified) {
  /**
   * The stamp that {@code file} has now.
   *
   * @throws StorageException {@link StorageException.Reason#NO_SUCH_FILE} when there is none or it
   *     is no regular file
   */
  public static FileStamp of(Path file) throws StorageException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new StorageException(
            StorageException.Reason.NO_SUCH_FILE, "not a regular file: " + file);
      }
      return new FileStamp(
          attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }
}
