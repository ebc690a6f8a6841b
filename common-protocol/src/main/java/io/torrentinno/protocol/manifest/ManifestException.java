package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.model.PrintableText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

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
    /** The manifest has an older version than the link that names it. */
    OTHER_VERSION,
    /** The content does not have the declared size. */
    WRONG_SIZE
  }

  /** A refusal whose message names the field or the path, and what is wrong with it. */
  public ManifestException(Reason reason, String message) {
    super(PrintableText.of(message, LONGEST));
    this.reason = reason;
  }

  /** A refusal of text that is not JSON. */
  public static ManifestException malformed(String fault) {
    return new ManifestException(Reason.MALFORMED_JSON, "the JSON is malformed: " + fault);
  }

  /** A refusal of a document that is JSON, but not one object. */
  public static ManifestException noObject() {
    return new ManifestException(Reason.MALFORMED_JSON, "the document is not a JSON object");
  }

  /** A refusal of a document with something after its object. */
  public static ManifestException longerThanObject() {
    return new ManifestException(
        Reason.MALFORMED_JSON, "the document does not end after the JSON object");
  }

  /** A refusal of a document with a field that is there twice. */
  public static ManifestException twice(String field) {
    return new ManifestException(Reason.DUPLICATE_FIELD, field + " is there twice");
  }

  /** A refusal of a document without a required field. */
  public static ManifestException missing(String field) {
    return new ManifestException(Reason.MISSING_FIELD, field + " is missing");
  }

  /** A refusal of a document that a JSON parser refuses. */
  public static ManifestException of(JacksonException failure) {
    String fault = PrintableText.ofParser(failure.getOriginalMessage());
    if (failure instanceof StreamConstraintsException) {
      return new ManifestException(Reason.LIMIT_EXCEEDED, "the JSON exceeds a limit: " + fault);
    }
    TokenStreamLocation at = failure.getLocation();
    String place = at == null || at.getLineNr() < 1 ? "" : " in line " + at.getLineNr();
    return new ManifestException(
        Reason.MALFORMED_JSON, "the JSON is malformed" + place + ": " + fault);
  }

  static ManifestException invalid(String fieldAndFault) {
    return new ManifestException(Reason.INVALID_FIELD, fieldAndFault);
  }

  public Reason reason() {
    return reason;
  }
}
