package io.torrentinno.protocol.announce;

import io.torrentinno.protocol.model.PrintableText;

/** The JSON of the other side breaks a rule of {@code specs/tracker.md}. */
public final class AnnounceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A message may quote what was read; so it is cleaned, and cut after so many characters. */
  private static final int LONGEST = 1000;

  private final Reason reason;

  /** Which rule is broken. */
  public enum Reason {
    /** Not JSON, not an object, nested too deeply, or followed by something else. */
    MALFORMED_JSON,
    /** A required field is missing or null. */
    MISSING_FIELD,
    /** A field is there twice. */
    DUPLICATE_FIELD,
    /** A field has the wrong type, length or range. */
    INVALID_FIELD
  }

  /**
   * A fault of a document.
   *
   * @param message begins with the name of the field, if the fault is in a field
   */
  public AnnounceException(Reason reason, String message) {
    super(PrintableText.of(message, LONGEST));
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
