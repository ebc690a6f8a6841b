package io.torrentinno.agent.runtime;

/** The agent refuses a call, or a resource failed; {@link #reason} says why. */
public final class ResourceException extends RuntimeException {
  /** Why. */
  public enum Reason {
    /** No resource has this info-hash. */
    UNKNOWN,
    /** The name would leave the data folder, or is none that a file can have. */
    BAD_NAME,
    /** The path is outside the folders allowed for sharing. */
    FORBIDDEN_PATH,
    /** There is no such file, or it is not a regular one. */
    NO_SUCH_FILE,
    /** The file has no bytes, so there is nothing to share. */
    EMPTY_FILE,
    /** The piece size, the comment or the like can't be used. */
    BAD_REQUEST,
    /** A file of this name exists and is not this resource. */
    FILE_EXISTS,
    /** Another resource uses this name. */
    NAME_TAKEN,
    /** The disk has no room for it. */
    DISK_FULL,
    /** Reading or writing failed. */
    STORAGE,
    /** The file changed while it was read, or no longer matches its manifest. */
    FILE_CHANGED
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ResourceException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ResourceException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
