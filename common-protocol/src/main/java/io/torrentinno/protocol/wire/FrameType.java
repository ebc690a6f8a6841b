package io.torrentinno.protocol.wire;

import org.jspecify.annotations.Nullable;

/** The first byte of a frame's body. */
enum FrameType {
  REQUEST(0x01, Dialect.TI1),
  PIECE(0x02, Dialect.TI1),
  BITFIELD(0x03, Dialect.TI1),
  HAVE(0x04, Dialect.TI2),
  CHOKE(0x05, Dialect.TI2),
  UNCHOKE(0x06, Dialect.TI2),
  INTERESTED(0x07, Dialect.TI2),
  NOT_INTERESTED(0x08, Dialect.TI2),
  CANCEL(0x09, Dialect.TI2),
  REJECT(0x0A, Dialect.TI2),
  HAVE_ALL(0x0B, Dialect.TI2),
  HAVE_NONE(0x0C, Dialect.TI2),
  HELLO(0x10, Dialect.TI2),
  MANIFEST_REQUEST(0x11, Dialect.TI2),
  MANIFEST_PART(0x12, Dialect.TI2),
  PEER_EXCHANGE(0x13, Dialect.TI2);

  private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[0x14];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final Dialect since;

  FrameType(int code, Dialect since) {
    this.code = code;
    this.since = since;
  }

  int code() {
    return code;
  }

  /** Whether its frames can't be read without the resource's pieces. */
  boolean namesPieces() {
    return switch (this) {
      case REQUEST, PIECE, BITFIELD, HAVE, CANCEL, REJECT -> true;
      case CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE_ALL, HAVE_NONE -> false;
      case HELLO, MANIFEST_REQUEST, MANIFEST_PART, PEER_EXCHANGE -> false;
    };
  }

  /** The type of this code; null when the dialect has none. */
  static @Nullable FrameType of(int code, Dialect dialect) {
    FrameType type = code < BY_CODE.length ? BY_CODE[code] : null;
    return type == null || dialect.compareTo(type.since) < 0 ? null : type;
  }
}
