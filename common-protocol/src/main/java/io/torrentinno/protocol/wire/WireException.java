package io.torrentinno.protocol.wire;

/**
 * The remote peer broke the protocol. Its further bytes cannot be read, so its connection closes.
 * There is no stack trace, because the fault is not in this program.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** The rule that was broken. */
  public enum Reason {
    /** The connection does not begin with {@code TorrentInno}. */
    BAD_MAGIC,
    /** A frame is longer than its type allows. */
    OVERSIZED_FRAME,
    /** A frame's length does not fit its type or its content. */
    BAD_LENGTH,
    /** A type that the dialect does not have and that must not be skipped. */
    UNKNOWN_TYPE,
    /** A piece index at or above the number of pieces. */
    BAD_PIECE,
    /** A range that is empty or does not lie inside its piece or manifest. */
    BAD_RANGE,
    /** A spare bit of a bitfield is set. */
    BAD_BITFIELD,
    /** A Hello with invalid limits or text. */
    BAD_HELLO,
    /** A peer exchange with an invalid address. */
    BAD_PEER
  }

  public WireException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
