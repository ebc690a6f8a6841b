package io.torrentinno.agent.manifest.download;

import org.jspecify.annotations.Nullable;

/** No manifest comes from a URL; {@link #reason} says whose fault it is. */
public final class ManifestUrlException extends Exception {
  /** Why. */
  public enum Reason {
    /** Not an {@code http} or {@code https} URL with a host, or a redirect to something else. */
    BAD_URL,
    /** The server does not answer, or not with a manifest in time. */
    UNAVAILABLE
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  ManifestUrlException(Reason reason, String message) {
    this(reason, message, null);
  }

  ManifestUrlException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
