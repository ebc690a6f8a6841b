package io.torrentinno.protocol.model;

/**
 * A range of bytes inside one piece.
 *
 * @param piece index of the piece, from 0
 * @param begin first byte, counted from the start of the piece
 * @param length bytes, at least 1
 */
public record BlockRange(int piece, int begin, int length) {
  public BlockRange {
    if (piece < 0 || begin < 0 || length < 1 || begin > Integer.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          "not a range: piece " + piece + ", begin " + begin + ", length " + length);
    }
  }

  /** The first byte after the range, counted from the start of the piece. */
  public int end() {
    return begin + length;
  }
}
