package io.torrentinno.agent.manifest.download;

import io.torrentinno.protocol.model.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * A manifest could not be fetched from a URL; {@link #reason} says on which side the fault is. The
 * message may quote the server; control characters are removed.
 */
public final class ManifestUrlException extends Exception {
  /** Why. */
  public enum Reason {
    /** Not an {@code http} or {@code https} URL with a host, or a redirect to something else. */
    BAD_URL,
    /** The settings of this agent do not allow the server's address. */
    FORBIDDEN,
    /** The server does not answer, or not with a manifest in time. */
    UNAVAILABLE
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  ManifestUrlException(Reason reason, String message) {
    this(reason, message, null);
  }

  ManifestUrlException(Reason reason, String message, @Nullable Throwable cause) {
    super(PrintableText.of(message), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
