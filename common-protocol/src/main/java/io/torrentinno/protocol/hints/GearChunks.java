package io.torrentinno.protocol.hints;

/**
 * Finds where chunks end, by their content (FastCDC, Xia et al. 2016, with a 64-bit gear hash). A
 * change of a file moves the ends of chunks near it only. Bytes decide whether the hash of the last
 * 64 of them ends a chunk; before the usual length is reached, an end is less likely than after it.
 */
public final class GearChunks {
  private static final long[] GEAR = new long[256];

  static {
    long state = 0x7469_3263_6463_0001L; // Any; the same in one process is enough.
    for (int i = 0; i < GEAR.length; i++) {
      state += 0x9E37_79B9_7F4A_7C15L; // SplitMix64
      long mixed = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
      GEAR[i] = mixed ^ (mixed >>> 31);
    }
  }

  private final int least;
  private final int usual;
  private final int most;
  private final long hard;
  private final long easy;

  /**
   * Chunks of about this length.
   *
   * @param usual bytes: a power of two, at least 256
   */
  public GearChunks(int usual) {
    this.usual = usual;
    least = usual / 4;
    most = usual * 4;
    int bits = Integer.numberOfTrailingZeros(usual);
    hard = mask(bits + 2);
    easy = mask(bits - 2);
  }

  /** The highest bits, on which the most bytes have an effect. */
  private static long mask(int bits) {
    return -1L << (Long.SIZE - bits);
  }

  /** The longest chunk. */
  public int most() {
    return most;
  }

  /**
   * The length of the next chunk.
   *
   * @param begin where in {@code bytes} it begins
   * @param end where {@code bytes} end; the chunk ends there at the latest
   */
  public int next(byte[] bytes, int begin, int end) {
    int limit = Math.min(end, begin + most);
    int middle = Math.min(limit, begin + usual);
    long hash = 0;
    int at = Math.min(limit, begin + least);
    for (; at < middle; at++) {
      hash = (hash << 1) + GEAR[bytes[at] & 0xFF];
      if ((hash & hard) == 0) {
        return at + 1 - begin;
      }
    }
    for (; at < limit; at++) {
      hash = (hash << 1) + GEAR[bytes[at] & 0xFF];
      if ((hash & easy) == 0) {
        return at + 1 - begin;
      }
    }
    return limit - begin;
  }
}
