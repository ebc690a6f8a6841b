package io.torrentinno.agent.content.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A call failed because of the disk, or of a rule for names and places of files. {@link #reason}
 * says which.
 */
public final class StorageException extends Exception {
  /** The reason. */
  public enum Reason {
    /** The file system has no room for the resource. */
    DISK_FULL,
    /** Another file has the name that the resource needs. */
    FILE_EXISTS,
    /** A file is not what it was when it was verified, or changed while it was read. */
    FILE_CHANGED,
    /** The file or folder that was named is not the resource. */
    MISMATCH,
    /** There is no such file, or it is not a regular one. */
    NO_SUCH_FILE,
    /** The path is outside the folders allowed for sharing. */
    FORBIDDEN_PATH,
    /** The user that the agent runs as may not read or write it. */
    NO_PERMISSION,
    /** A manifest can't have an entry of the folder. */
    UNSHAREABLE,
    /** The name would leave the data folder, or no file can have it. */
    BAD_NAME,
    /** The system, or the file system, can't exchange two names. */
    NO_EXCHANGE,
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

  /** The bytes that were written to {@code file} can't be forced onto the disk. */
  public static StorageException unflushed(Path file, IOException cause) {
    return DiskSpace.isExhausted(file, cause)
        ? of(file, cause)
        : new StorageException(
            Reason.IO,
            "the bytes that were written to "
                + file
                + " can't be flushed to the disk: "
                + why(cause),
            cause);
  }

  /** Describes a failure of {@code file}, or of the file that the failure names. */
  public static StorageException of(Path file, IOException cause) {
    if (cause.getCause() instanceof StorageException known) {
      return known; // It was wrapped in an IOException, because only that could be thrown.
    }
    String named =
        cause instanceof FileSystemException e && e.getFile() != null
            ? e.getFile()
            : file.toString();
    return switch (cause) {
      case AccessDeniedException _ ->
          new StorageException(
              Reason.NO_PERMISSION,
              "the user account of the agent may not read or write " + named,
              cause);
      case NoSuchFileException _ ->
          new StorageException(Reason.NO_SUCH_FILE, "there is no file " + file, cause);
      case FileAlreadyExistsException _ ->
          new StorageException(Reason.FILE_EXISTS, "another file has the name " + file, cause);
      case EOFException _ ->
          new StorageException(Reason.FILE_CHANGED, "the file was cut short: " + file, cause);
      default ->
          DiskSpace.isExhausted(file, cause)
              ? new StorageException(Reason.DISK_FULL, "no room on the disk for " + named, cause)
              : new StorageException(
                  Reason.IO, "can't read or write " + named + ": " + why(cause), cause);
    };
  }

  /** The system's description of a failure, without the name of the file. */
  public static String why(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such file or folder";
      case FileAlreadyExistsException _ -> "it is a file";
      case NotDirectoryException _ -> "it is not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
