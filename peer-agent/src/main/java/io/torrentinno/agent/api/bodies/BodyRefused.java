package io.torrentinno.agent.api.bodies;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body exceeds a limit. An {@link IOException}, so that readers of the body pass it on. */
public final class BodyRefused extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** The limit that is exceeded. */
  public enum Reason {
    TOO_LARGE,
    TOO_SLOW,
    /** The highest number of bodies is being read. */
    TOO_MANY,
    NO_DISK_SPACE
  }

  public BodyRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The refusal among the causes of a failure; null when there is none. */
  public static @Nullable BodyRefused in(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyRefused refused) {
        return refused;
      }
    }
    return null;
  }
}
