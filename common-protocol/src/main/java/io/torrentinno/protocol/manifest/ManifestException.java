package io.torrentinno.protocol.manifest;

/** A manifest that breaks a rule of {@code specs/manifest.md}. */
public final class ManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What is wrong with it. */
  public enum Reason {
    /** Not JSON, not an object, or followed by something else. */
    MALFORMED_JSON,
    /** A field that must be there is not, or is null. */
    MISSING_FIELD,
    /** A field is there twice. */
    DUPLICATE_FIELD,
    /** A field has the wrong type, form or range. */
    INVALID_FIELD,
    /** Too long, too many pieces, or nested too deeply. */
    LIMIT_EXCEEDED,
    /** The content that a manifest was to be built from has not the size that was declared. */
    WRONG_SIZE
  }

  ManifestException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static ManifestException invalid(String fieldAndFault) {
    return new ManifestException(Reason.INVALID_FIELD, fieldAndFault);
  }

  public Reason reason() {
    return reason;
  }
}
