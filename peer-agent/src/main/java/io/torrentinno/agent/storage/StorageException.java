package io.torrentinno.agent.storage;

/** The disk, or a rule about what may lie where, stands in the way; {@link #reason} says which. */
public final class StorageException extends Exception {
  /** Why. */
  public enum Reason {
    /** The file system has no room for the resource. */
    DISK_FULL,
    /** Another file has the name that the resource needs. */
    FILE_EXISTS,
    /** A file is not what it was when it was verified, or changed while it was read. */
    FILE_CHANGED,
    /** There is no such file, or it is not a regular one. */
    NO_SUCH_FILE,
    /** The path is outside the folders allowed for sharing. */
    FORBIDDEN_PATH,
    /** The name would leave the data folder, or is none that a file can have. */
    BAD_NAME,
    /** Reading, writing or locking failed. */
    IO
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public StorageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StorageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
