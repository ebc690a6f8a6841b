package io.torrentinno.protocol.hints;

/** A document of copy hints breaks a rule. */
public final class HintsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A document that breaks a rule. */
  public HintsException(String message) {
    super(message);
  }
}
