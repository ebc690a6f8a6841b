package io.torrentinno.agent.content.write;

import java.io.IOException;
import java.util.Arrays;

/**
 * Collects good pieces of one worker, so that many small ones are reported together: each report
 * writes the checkpoint, and wakes the thread of the session. A large piece is reported at once.
 * Only one thread may use it.
 */
final class GoodPieces {
  /** Pieces with so many bytes do not wait for others. */
  private static final int ENOUGH = 512 << 10;

  private static final int MOST = 128;

  private final PieceVerification verification;
  private final int[] pieces = new int[MOST];
  private int count;
  private int bytes;

  GoodPieces(PieceVerification verification) {
    this.verification = verification;
  }

  /**
   * Adds a piece, and reports all when they are enough.
   *
   * @return whether {@link #report} is to be called soon, and was not to be before
   */
  boolean add(int piece, int size, byte[] scratch) throws IOException {
    pieces[count++] = piece;
    bytes += size;
    if (bytes >= ENOUGH || count == MOST) {
      report(scratch);
    }
    return count == 1;
  }

  /** Reports the pieces that were added; nothing happens when there are none. */
  void report(byte[] scratch) throws IOException {
    if (count > 0) {
      int[] all = Arrays.copyOf(pieces, count);
      count = 0;
      bytes = 0;
      verification.good(all, scratch);
    }
  }
}
