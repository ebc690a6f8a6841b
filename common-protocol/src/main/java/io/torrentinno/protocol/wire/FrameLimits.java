package io.torrentinno.protocol.wire;

/**
 * The limits of one frame of a remote peer.
 *
 * @param maxBlockLength the longest payload of a Piece, in bytes
 * @param maxSkippedLength the longest frame of an unknown type that is skipped, in bytes
 */
public record FrameLimits(int maxBlockLength, int maxSkippedLength) {
  /** The longest block that a TI/1 client sends or accepts. */
  public static final int TI1_BLOCK_LENGTH = 1_000_000;

  /** The longest block that TI/2 peers agree on by default: 256 KiB. */
  public static final int TI2_BLOCK_LENGTH = 256 * 1024;

  /** The longest frame of an unknown type that is skipped by default: 1 MiB. */
  public static final int SKIPPED_LENGTH = 1024 * 1024;

  public FrameLimits {
    if (maxBlockLength < 1 || maxSkippedLength < 0) {
      throw new IllegalArgumentException(
          "these limits are not valid: " + maxBlockLength + ", " + maxSkippedLength);
    }
  }

  /** The limits of a dialect. */
  public static FrameLimits of(Dialect dialect) {
    return switch (dialect) {
      case TI1 -> new FrameLimits(TI1_BLOCK_LENGTH, 0);
      case TI2 -> new FrameLimits(TI2_BLOCK_LENGTH, SKIPPED_LENGTH);
    };
  }
}
