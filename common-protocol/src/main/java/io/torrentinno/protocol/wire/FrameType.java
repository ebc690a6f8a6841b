package io.torrentinno.protocol.wire;

import org.jspecify.annotations.Nullable;

/** The first byte of a frame's body, and the lengths of bodies, which include this byte. */
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
  PEER_EXCHANGE(0x13, Dialect.TI2),
  HASH_REQUEST(0x14, Feature.HASHES),
  HASHES(0x15, Feature.HASHES),
  HASH_REJECT(0x16, Feature.HASHES),
  SIGNATURE_REQUEST(0x17, Feature.SIGNATURES),
  SIGNATURES(0x18, Feature.SIGNATURES),
  HINTS_REQUEST(0x19, Feature.COPY_HINTS),
  HINTS_PART(0x1A, Feature.COPY_HINTS);

  /** Bytes of the length field before a body. */
  static final int PREFIX = 4;

  /** Body of a frame that has only a type. */
  static final int BARE_BODY = 1;

  static final int HAVE_BODY = 5;

  /** Body of a frame with a range; in a Piece the same bytes come before the payload. */
  static final int RANGE_BODY = 13;

  private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[0x1B];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final Dialect since;
  private final @Nullable Feature feature;

  FrameType(int code, Dialect since) {
    this.code = code;
    this.since = since;
    this.feature = null;
  }

  /** A type whose frames are skipped like unknown ones, unless the receiver has the feature. */
  FrameType(int code, Feature feature) {
    this.code = code;
    this.since = Dialect.TI2;
    this.feature = feature;
  }

  int code() {
    return code;
  }

  /** Whether a receiver without the manifest cannot read its frames. */
  boolean namesPieces() {
    return switch (this) {
      case REQUEST, PIECE, BITFIELD, HAVE, CANCEL, REJECT -> true;
      case CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE_ALL, HAVE_NONE -> false;
      case HELLO, MANIFEST_REQUEST, MANIFEST_PART, PEER_EXCHANGE -> false;
      case HASH_REQUEST, HASHES, HASH_REJECT -> true;
      case SIGNATURE_REQUEST, SIGNATURES -> false;
      case HINTS_REQUEST, HINTS_PART -> true;
    };
  }

  /**
   * The type of this code; null when the dialect does not have it, or the receiver does not have
   * its feature.
   *
   * @param features as the receiver's Hello has them
   */
  static @Nullable FrameType of(int code, Dialect dialect, long features) {
    FrameType type = code < BY_CODE.length ? BY_CODE[code] : null;
    return type == null || dialect.compareTo(type.since) < 0 || !type.isOn(features) ? null : type;
  }

  private boolean isOn(long features) {
    return feature == null || feature.isIn(features);
  }
}
