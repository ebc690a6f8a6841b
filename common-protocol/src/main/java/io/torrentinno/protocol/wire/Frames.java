package io.torrentinno.protocol.wire;

/** Lengths that encoder and decoder agree on. A body's length counts its type byte. */
final class Frames {
  /** The length field itself. */
  static final int PREFIX = 4;

  /** Body of a frame that is only a type. */
  static final int BARE_BODY = 1;

  static final int HAVE_BODY = 5;

  /** Body of a frame that is a range; also what precedes the payload in the body of a Piece. */
  static final int RANGE_BODY = 13;

  private Frames() {}
}
