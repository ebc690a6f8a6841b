package io.torrentinno.protocol.wire;

/** Lengths that encoder and decoder share. A body's length includes its type byte. */
final class Frames {
  /** The length field itself. */
  static final int PREFIX = 4;

  /** Body of a frame that has only a type. */
  static final int BARE_BODY = 1;

  static final int HAVE_BODY = 5;

  /** Body of a frame with a range; in a Piece the same bytes come before the payload. */
  static final int RANGE_BODY = 13;

  private Frames() {}
}
