package io.torrentinno.agent.content.disk;

import static io.torrentinno.agent.content.disk.StorageException.Reason.FILE_CHANGED;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Compares a file with the stamp that it had when its pieces were verified. */
public final class FileWatch {
  private static final String REMEDY =
      " after it was verified: put it back and recheck the resource, or share it again";

  private final Path path;
  private final FileStamp verified;
  private final boolean finished;

  /**
   * A watch over one file.
   *
   * @param verified the stamp that the file had then
   * @param finished whether nobody writes the file any more. A file that is being fetched must only
   *     exist
   */
  public FileWatch(Path path, FileStamp verified, boolean finished) {
    this.path = path;
    this.verified = verified;
    this.finished = finished;
  }

  /**
   * Blocking.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED}, with what has happened
   *     to the file and the remedy
   */
  public void requireUnchanged() throws StorageException {
    FileStamp now;
    try {
      now = FileStamp.of(path);
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NO_SUCH_FILE) {
        throw changed("was deleted or moved away", e);
      }
      throw e;
    }
    if (now.size() < verified.size()) {
      throw changed("was cut to " + now.size() + " bytes", null);
    }
    FileStamp expected =
        finished ? verified : new FileStamp(now.size(), now.modified(), verified.fileId());
    if (!expected.isSame(now)) {
      boolean inPlace = new FileStamp(now.size(), now.modified(), verified.fileId()).isSame(now);
      throw changed(inPlace ? "was changed" : "was replaced by another one", null);
    }
  }

  private StorageException changed(String what, @Nullable Exception cause) {
    String message = "the file " + path + " " + what + REMEDY;
    return cause == null
        ? new StorageException(FILE_CHANGED, message)
        : new StorageException(FILE_CHANGED, message, cause);
  }
}
