package io.torrentinno.protocol.model;

/** Where each piece lies in its file. Pieces may have any sizes. Immutable. */
public final class PieceLayout {
  private final long[] offsets;
  private final int largest;

  /**
   * Lays pieces end to end.
   *
   * @param sizes bytes of each piece in file order, each at least 1; at least one piece
   */
  public PieceLayout(int[] sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("no pieces");
    }
    offsets = new long[sizes.length + 1];
    int max = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 1) {
        throw new IllegalArgumentException("piece " + i + " has " + sizes[i] + " bytes");
      }
      offsets[i + 1] = Math.addExact(offsets[i], sizes[i]);
      max = Math.max(max, sizes[i]);
    }
    largest = max;
  }

  /** Number of pieces. */
  public int count() {
    return offsets.length - 1;
  }

  /** Bytes of one piece. */
  public int size(int piece) {
    return (int) (offsets[piece + 1] - offsets[piece]);
  }

  /** Where in the file a piece begins, in bytes. */
  public long offset(int piece) {
    return offsets[piece];
  }

  /** Bytes of the whole file. */
  public long length() {
    return offsets[offsets.length - 1];
  }

  /** Bytes of the largest piece. */
  public int largest() {
    return largest;
  }

  /** Whether {@code range} lies inside its piece. */
  public boolean contains(BlockRange range) {
    return range.piece() < count() && range.end() <= size(range.piece());
  }

  /** Bytes in the pieces that {@code pieces} has. */
  public long bytesIn(Bitfield pieces) {
    long sum = 0;
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      sum += size(piece);
    }
    return sum;
  }
}
