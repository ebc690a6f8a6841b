package io.torrentinno.agent.resource.view;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.protocol.model.InfoHash;

/** The agent refuses a call, or a resource failed; {@link #reason} says why. */
public final class ResourceException extends RuntimeException {
  /** The reason. */
  public enum Reason {
    /** No resource has this info-hash. */
    UNKNOWN,
    /** No share has this id. */
    UNKNOWN_SHARE,
    /** No peer of this id is banned. */
    NOT_BANNED,
    /** Earlier calls take too long. */
    BUSY,
    /** Its manifest is not fetched yet. */
    NO_MANIFEST,
    /** It is paused or has failed. */
    NOT_RUNNING,
    /** The name would leave the data folder, or no file can have it. */
    BAD_NAME,
    /** The path is outside the folders allowed for sharing. */
    FORBIDDEN_PATH,
    /** The settings do not allow the address of a tracker. */
    FORBIDDEN_ADDRESS,
    /** The user that the agent runs as may not read or write the file. */
    NO_PERMISSION,
    /** There is no such file, or it is not a regular one. */
    NO_SUCH_FILE,
    /** The file has no bytes, so there is nothing to share. */
    EMPTY_FILE,
    /** A manifest can't have an entry of the folder. */
    UNSHAREABLE,
    /** The piece size, the comment or a similar value can't be used. */
    BAD_REQUEST,
    /** No peer can be at the address. */
    BAD_PEER_ADDRESS,
    /** A file of this name exists and is not this resource. */
    FILE_EXISTS,
    /** Another resource uses this name. */
    NAME_TAKEN,
    /** The resource is there already, and lies elsewhere. */
    PLACED_ELSEWHERE,
    /** The manifests of this agent's resources leave no memory for it. */
    MEMORY_FULL,
    /** The disk has no room for it. */
    DISK_FULL,
    /** Reading or writing failed. */
    STORAGE,
    /** The system can't replace a folder at once. */
    NO_EXCHANGE,
    /** The file or folder that a call named is not the resource. */
    MISMATCH,
    /** No allowed signer has signed its manifest. */
    NOT_SIGNED,
    /** A signature is not one of the manifest. */
    BAD_SIGNATURE,
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

  /** The exception when there is no such resource. */
  public static ResourceException unknown(InfoHash infoHash) {
    return new ResourceException(Reason.UNKNOWN, "no resource " + infoHash);
  }

  /** The exception for a failure of the storage. */
  public static ResourceException of(StorageException e) {
    Reason reason =
        switch (e.reason()) {
          case DISK_FULL -> Reason.DISK_FULL;
          case FILE_EXISTS -> Reason.FILE_EXISTS;
          case FILE_CHANGED -> Reason.FILE_CHANGED;
          case MISMATCH -> Reason.MISMATCH;
          case NO_EXCHANGE -> Reason.NO_EXCHANGE;
          case NO_SUCH_FILE -> Reason.NO_SUCH_FILE;
          case NO_PERMISSION -> Reason.NO_PERMISSION;
          case FORBIDDEN_PATH -> Reason.FORBIDDEN_PATH;
          case BAD_NAME -> Reason.BAD_NAME;
          case UNSHAREABLE -> Reason.UNSHAREABLE;
          case IO -> Reason.STORAGE;
        };
    return new ResourceException(reason, String.valueOf(e.getMessage()), e);
  }

  public Reason reason() {
    return reason;
  }
}
