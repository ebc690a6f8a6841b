package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The values that show, without reading it, that a file is unchanged.
 *
 * @param size bytes
 * @param modified time of the last modification, nanoseconds since 1970
 * @param fileId 32 bits of the file's number in the file system, which differs from that of a file
 *     that has replaced it; 0 when it is not known
 */
public record FileStamp(long size, long modified, int fileId) {
  private static final boolean IS_UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  private static final String UNIX_ATTRIBUTES =
      "unix:isRegularFile,size,lastModifiedTime,ino,ctime";

  /**
   * The stamp that {@code file} has now.
   *
   * @throws StorageException {@link StorageException.Reason#NO_SUCH_FILE} when there is none or it
   *     is no regular file
   */
  public static FileStamp of(Path file) throws StorageException {
    return Dated.of(file).stamp;
  }

  /**
   * A stamp, and the change time (ctime): when the bytes, a name or an attribute were last changed.
   * Programs can't set this time, so it also shows a change of the bytes that hides behind an old
   * {@link #modified}.
   *
   * @param changed nanoseconds since 1970; 0 where the file system does not keep it
   */
  public record Dated(FileStamp stamp, long changed) {
    /** As {@link FileStamp#of}. */
    public static Dated of(Path file) throws StorageException {
      try {
        return IS_UNIX ? ofUnix(file) : ofOthers(file);
      } catch (IOException e) {
        throw StorageException.of(file, e);
      }
    }
  }

  /** Whether both stamps are those of one file that was not written in between. */
  public boolean isSame(FileStamp other) {
    return size == other.size
        && modified == other.modified
        && (fileId == other.fileId || fileId == 0 || other.fileId == 0);
  }

  /**
   * Whether a file was written after it had the other stamp, or is another file. What a power
   * failure leaves of a file is no newer than the file was.
   */
  public boolean isNewerThan(FileStamp other) {
    boolean isOther = fileId != 0 && other.fileId != 0 && fileId != other.fileId;
    return isOther || modified > other.modified;
  }

  private static Dated ofUnix(Path file) throws StorageException, IOException {
    Map<String, Object> attributes = Files.readAttributes(file, UNIX_ATTRIBUTES, NOFOLLOW_LINKS);
    requireRegular(file, Boolean.TRUE.equals(attributes.get("isRegularFile")));
    if (attributes.get("size") instanceof Long size
        && attributes.get("lastModifiedTime") instanceof FileTime modified
        && attributes.get("ino") instanceof Long inode
        && attributes.get("ctime") instanceof FileTime changed) {
      return new Dated(new FileStamp(size, nanos(modified), fold(inode)), nanos(changed));
    }
    throw new IllegalStateException("not all attributes are given: " + attributes);
  }

  private static Dated ofOthers(Path file) throws StorageException, IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
    requireRegular(file, attributes.isRegularFile());
    return new Dated(new FileStamp(attributes.size(), nanos(attributes.lastModifiedTime()), 0), 0);
  }

  private static void requireRegular(Path file, boolean regular) throws StorageException {
    if (!regular) {
      throw new StorageException(
          StorageException.Reason.NO_SUCH_FILE, "not a regular file: " + file);
    }
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  private static int fold(long inode) {
    int folded = Long.hashCode(inode);
    return folded == 0 ? 1 : folded;
  }
}
