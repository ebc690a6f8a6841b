package io.torrentinno.agent.announce;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An announce brought nothing. */
public final class AnnounceFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** There is no such host, it does not accept, or it does not answer in time. */
    UNREACHABLE,
    /** The tracker takes offence at the request (4xx). */
    REFUSED,
    /** The tracker cannot answer just now (5xx). */
    UNAVAILABLE,
    /** What came back is no tracker's answer, not whole, or too long. */
    MALFORMED
  }

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  AnnounceFailure(Reason reason, String message) {
    this(reason, message, (Duration) null);
  }

  AnnounceFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.retryAfter = null;
  }

  AnnounceFailure(Reason reason, String message, @Nullable Duration retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /** How long the tracker asks to be left alone; null when it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
