package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.model.PrintableText;

/** A manifest that breaks a rule of {@code specs/manifest.md} or {@code specs/manifest-v2.md}. */
public final class ManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A message may quote what was read; so it is cleaned, and cut after so many characters. */
  private static final int LONGEST = 1000;

  private final Reason reason;

  /** Which rule is broken. */
  public enum Reason {
    /** Not JSON, not an object, or followed by something else. */
    MALFORMED_JSON,
    /** A required field is missing or null. */
    MISSING_FIELD,
    /** A field is there twice. */
    DUPLICATE_FIELD,
    /** A field has the wrong type, form or range. */
    INVALID_FIELD,
    /** Too long, too many elements, or nested too deeply. */
    LIMIT_EXCEEDED,
    /** A version of the manifest that this reader does not know. */
    UNKNOWN_VERSION,
    /** A path that leaves the resource, or has a name that no file may have. */
    BAD_PATH,
    /** Entries are not sorted by path. */
    UNSORTED,
    /** Two entries have the same path, or an entry is below an entry that is no folder. */
    PATH_CONFLICT,
    /** A symbolic link leaves the tree, leads to itself, or is no path. */
    BAD_LINK,
    /** The info document is not the one that the info-hash names. */
    WRONG_HASH,
    /** The content does not have the declared size. */
    WRONG_SIZE
  }

  /** A refusal whose message names the field or the path, and what is wrong with it. */
  public ManifestException(Reason reason, String message) {
    super(PrintableText.of(message, LONGEST));
    this.reason = reason;
  }

  static ManifestException invalid(String fieldAndFault) {
    return new ManifestException(Reason.INVALID_FIELD, fieldAndFault);
  }

  public Reason reason() {
    return reason;
  }
}
