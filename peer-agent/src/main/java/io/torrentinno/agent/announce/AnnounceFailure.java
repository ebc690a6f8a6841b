package io.torrentinno.agent.announce;

import io.torrentinno.protocol.model.PrintableText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An announce failed. The message may quote the tracker; control characters are removed, and it is
 * short.
 */
public final class AnnounceFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kind of the failure. */
  public enum Reason {
    /** The host does not exist, does not accept connections, or does not answer in time. */
    UNREACHABLE,
    /** The tracker refuses the request (4xx). */
    REFUSED,
    /** The tracker cannot answer at present (5xx). */
    UNAVAILABLE,
    /** The answer is not an answer of a tracker, is not complete, or is too long. */
    MALFORMED,
    /** The settings of this agent do not allow the tracker's address, so it was not asked. */
    FORBIDDEN
  }

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  public AnnounceFailure(Reason reason, String message) {
    this(reason, message, (Duration) null);
  }

  public AnnounceFailure(Reason reason, String message, Throwable cause) {
    super(PrintableText.of(message), cause);
    this.reason = reason;
    this.retryAfter = null;
  }

  public AnnounceFailure(Reason reason, String message, @Nullable Duration retryAfter) {
    super(PrintableText.of(message));
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** Whether the tracker fails, for whichever resource. */
  public boolean isOutage() {
    return reason == Reason.UNREACHABLE || reason == Reason.UNAVAILABLE;
  }

  public Reason reason() {
    return reason;
  }

  /** The tracker's {@code Retry-After}; null when it sent none. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
