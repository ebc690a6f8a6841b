package io.torrentinno.protocol.announce;

/** The other side's JSON is not what {@code specs/tracker.md} says. */
public final class AnnounceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong with it. */
  public enum Reason {
    /** Not JSON, not an object, nested too deeply, or followed by something else. */
    MALFORMED_JSON,
    /** A field that must be there is not, or is null. */
    MISSING_FIELD,
    /** A field is there twice. */
    DUPLICATE_FIELD,
    /** A field has the wrong type, length or range. */
    INVALID_FIELD
  }

  AnnounceException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
