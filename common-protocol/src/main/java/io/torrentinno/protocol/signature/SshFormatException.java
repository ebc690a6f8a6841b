package io.torrentinno.protocol.signature;

/** A key, a signature or a list of signers can't be read. The message says why. */
public final class SshFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** The kind of fault. */
  public enum Reason {
    /** It breaks its format. */
    MALFORMED,
    /** It follows its format, and is of a kind that is not known here. */
    UNSUPPORTED,
    /** A private key that only a passphrase opens. */
    ENCRYPTED
  }

  public SshFormatException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static SshFormatException malformed(String message) {
    return new SshFormatException(Reason.MALFORMED, message);
  }

  static SshFormatException unsupported(String message) {
    return new SshFormatException(Reason.UNSUPPORTED, message);
  }

  public Reason reason() {
    return reason;
  }
}
