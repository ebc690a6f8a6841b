package io.torrentinno.protocol.hints;

/**
 * Consecutive units of a file that are consecutive bytes of a file of the previous version.
 *
 * @param first the number of the first unit, counted through all pieces
 * @param count at least 1
 * @param entry of the previous version
 * @param position where the bytes begin in it
 */
public record HintRun(int first, int count, int entry, long position) {
  /** The bytes of a unit. */
  public static final int UNIT = 16 * 1024;

  /** The number of the unit after the last one. */
  public int end() {
    return first + count;
  }

  /** Where the bytes of a unit of the run begin. */
  public long positionOf(int unit) {
    return position + (long) (unit - first) * UNIT;
  }
}
