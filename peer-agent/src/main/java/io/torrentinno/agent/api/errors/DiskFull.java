package io.torrentinno.agent.api.errors;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Recognises a full disk, for which the JDK has no exception of its own. */
final class DiskFull {
  private DiskFull() {}

  /** Whether {@code failure} or one of its causes is the system's ENOSPC or EDQUOT. */
  static boolean caused(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause instanceof IOException ? cause.getMessage() : null;
      if (message != null
          && (message.contains("No space left on device")
              || message.contains("Disk quota exceeded"))) {
        return true;
      }
    }
    return false;
  }
}
