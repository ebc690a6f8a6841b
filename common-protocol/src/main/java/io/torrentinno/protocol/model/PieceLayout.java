package io.torrentinno.protocol.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of each piece in its file. Pieces may have any sizes. Where all pieces except the
 * last have the same size, a layout takes no memory for single pieces. Immutable.
 */
public final class PieceLayout {
  private final int count;
  private final long length;
  private final int largest;

  /** Bytes of every piece except the last, unless there are {@link #offsets}. */
  private final int common;

  private final long @Nullable [] offsets;

  private PieceLayout(int count, long length, int largest, int common) {
    this.count = count;
    this.length = length;
    this.largest = largest;
    this.common = common;
    this.offsets = null;
  }

  /**
   * The layout of pieces that follow each other.
   *
   * @param sizes bytes of each piece in file order, each at least 1
   */
  public PieceLayout(int[] sizes) {
    long[] ends = new long[sizes.length + 1];
    int max = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 1) {
        throw new IllegalArgumentException("piece " + i + " has " + sizes[i] + " bytes");
      }
      ends[i + 1] = Math.addExact(ends[i], sizes[i]);
      max = Math.max(max, sizes[i]);
    }
    count = sizes.length;
    length = ends[count];
    largest = max;
    common = count == 0 ? 0 : sizes[0];
    offsets = isUniform(sizes) ? null : ends;
  }

  /**
   * The layout of pieces of one size that follow each other.
   *
   * @param size bytes of all pieces except the last
   * @param count pieces, at least one
   * @param last bytes of the last piece; {@code size} when it is the only one
   */
  public static PieceLayout uniform(int size, int count, int last) {
    if (size < 1 || count < 1 || last < 1) {
      throw new IllegalArgumentException(count + " pieces of " + size + " and " + last + " bytes");
    }
    long length = (count - 1L) * size + last;
    return new PieceLayout(count, length, count == 1 ? last : Math.max(size, last), size);
  }

  private static boolean isUniform(int[] sizes) {
    return sizes.length < 2
        || Arrays.stream(sizes, 0, sizes.length - 1).allMatch(size -> size == sizes[0]);
  }

  /** Number of pieces. */
  public int count() {
    return count;
  }

  /** Bytes of one piece. */
  public int size(int piece) {
    Objects.checkIndex(piece, count);
    return (int) (offset(piece + 1) - offset(piece));
  }

  /**
   * Where a piece begins in the file, in bytes; for the number after the last piece, the file's
   * length.
   */
  public long offset(int piece) {
    if (offsets != null) {
      return offsets[piece];
    }
    Objects.checkIndex(piece, count + 1);
    return piece == count ? length : (long) piece * common;
  }

  /** Bytes of the whole file. */
  public long length() {
    return length;
  }

  /** Bytes of the largest piece. */
  public int largest() {
    return largest;
  }

  /** Whether {@code range} lies inside its piece. */
  public boolean contains(BlockRange range) {
    return range.piece() < count() && range.end() <= size(range.piece());
  }

  /** Bytes of all pieces in {@code pieces}. */
  public long bytesIn(Bitfield pieces) {
    long sum = 0;
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      sum += size(piece);
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceLayout that
        && count == that.count
        && length == that.length
        && common == that.common
        && Arrays.equals(offsets, that.offsets);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(length) + count;
  }
}
