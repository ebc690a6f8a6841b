package io.torrentinno.agent.content.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reserves room on the file system. */
public final class DiskSpace {
  private static final long NEARLY_NOTHING = 1 << 20;

  private DiskSpace() {}

  /**
   * Makes {@code file} at least {@code length} bytes long, and reserves the room on the disk if the
   * file system can.
   *
   * @throws StorageException {@link StorageException.Reason#DISK_FULL} when there is no room; the
   *     file may have grown
   */
  public static void reserve(Path file, long length) throws StorageException {
    try {
      long missing = length - Files.size(file);
      if (missing > 0 && usable(file) < missing) {
        throw full(file, missing);
      }
      switch (Fallocate.reserve(file, length)) {
        case RESERVED -> {}
        case NO_SPACE -> throw full(file, length);
        case UNSUPPORTED -> lengthen(file, length);
      }
    } catch (IOException e) {
      throw StorageException.of(file, e);
    }
  }

  /**
   * Fails when {@code bytes} more would not fit beside {@code file}, which need not exist.
   *
   * @throws StorageException {@link StorageException.Reason#DISK_FULL}
   */
  public static void require(Path file, long bytes) throws StorageException {
    if (usable(folderOf(file)) < bytes) {
      throw full(file, bytes);
    }
  }

  /** Whether a failed write to {@code file} means that there is no room. */
  static boolean isExhausted(Path file, IOException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
      return true;
    }
    // The system's message may be in any language.
    return usable(folderOf(file)) < NEARLY_NOTHING;
  }

  /** Asks the system itself, because {@link Files#getFileStore} reads the table of mounts. */
  private static long usable(Path existing) {
    File file = existing.toFile();
    // Some file systems do not tell.
    return file.getTotalSpace() > 0 ? file.getUsableSpace() : Long.MAX_VALUE;
  }

  private static void lengthen(Path file, long length) throws IOException {
    try (FileChannel open = FileChannel.open(file, WRITE, NOFOLLOW_LINKS)) {
      if (open.size() < length) {
        open.write(ByteBuffer.allocate(1), length - 1);
      }
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null ? folder : file;
  }

  private static StorageException full(Path file, long bytes) {
    return new StorageException(
        StorageException.Reason.DISK_FULL,
        "no room on the disk for " + bytes + " bytes of " + file);
  }
}
