package io.torrentinno.agent.api.errors;

import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Recognises failures of the disk that a body is received on. */
final class DiskFault {
  private static final String FULL = "the disk of the data folder is full";

  private DiskFault() {}

  /**
   * The failure of the disk that {@code failure} or one of its causes is; null when it is another
   * failure.
   */
  static @Nullable ResourceException in(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException disk && isOfTheDisk(disk)) {
        return of(disk);
      }
    }
    return null;
  }

  /** The JDK has no own exceptions for failures of open files. */
  private static boolean isOfTheDisk(IOException cause) {
    return cause instanceof FileSystemException
        || cause instanceof FileNotFoundException
        || says(cause, "No space left on device", "Disk quota exceeded", "Input/output error")
        || says(cause, "Read-only file system", "temporary upload location");
  }

  private static ResourceException of(IOException cause) {
    if (says(cause, "No space left on device", "Disk quota exceeded")) {
      return new ResourceException(Reason.DISK_FULL, FULL, cause);
    }
    boolean forbidden = cause instanceof AccessDeniedException || says(cause, "Permission denied");
    return forbidden
        ? new ResourceException(
            Reason.NO_PERMISSION,
            "the user account of the agent may not write to the data folder: " + cause.getMessage(),
            cause)
        : new ResourceException(
            Reason.STORAGE, "can't write to the data folder: " + cause.getMessage(), cause);
  }

  private static boolean says(IOException cause, String... parts) {
    String message = String.valueOf(cause.getMessage());
    for (String part : parts) {
      if (message.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
