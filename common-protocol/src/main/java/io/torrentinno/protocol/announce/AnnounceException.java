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

  /**
   * A fault of a document.
   *
   * @param message begins with the name of the field, if it is the fault of one
   */
  public AnnounceException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The same fault of a part of the document, such as {@code announces[3]}. */
  public AnnounceException within(String part) {
    return new AnnounceException(reason, part + "." + getMessage());
  }

  public Reason reason() {
    return reason;
  }
}
