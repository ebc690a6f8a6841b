package io.torrentinno.agent.content.write;

import io.torrentinno.agent.content.check.Pieces;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.files.PieceFiles;
import io.torrentinno.agent.hashing.HashCursor;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what failed pieces looked like, as a digest of each unit of 16 KiB, so that the units
 * that were bad can be told once the piece is good. Of a piece that fails repeatedly it keeps the
 * first attempt. Holds a limited number of pieces and units and forgets the oldest. Safe for use by
 * several threads, as long as the calls for one piece are ordered.
 */
public final class FailedPieces {
  /** The smallest block that peers exchange. */
  static final int UNIT_BYTES = 16 << 10;

  static final int MAX_PIECES = 64;

  /** A GiB of failed pieces, a few MiB of digests. */
  static final int MAX_UNITS = 1 << 16;

  private final PieceFiles files;
  private final Pieces pieces;

  /** Guarded by itself. */
  private final Map<Integer, PieceHash[]> digests = new LinkedHashMap<>();

  public FailedPieces(PieceFiles files, Pieces pieces) {
    this.files = files;
    this.pieces = pieces;
  }

  /**
   * The piece on disk is bad.
   *
   * @return whether this is the attempt that {@link #verified} will speak of; else an earlier one
   *     is
   */
  boolean failed(int piece, byte[] scratch) throws IOException {
    if (digestsOf(piece) != null) {
      return false;
    }
    PieceHash[] bad = read(piece, scratch);
    synchronized (digests) {
      digests.put(piece, bad);
      forgetOldest();
    }
    return true;
  }

  /**
   * The piece on disk is good.
   *
   * @return the units of the piece that were bad when it failed; null when it did not fail, or so
   *     long ago that it is forgotten
   */
  @Nullable BitSet verified(int piece, byte[] scratch) throws IOException {
    PieceHash[] bad = digestsOf(piece);
    if (bad == null) {
      return null;
    }
    PieceHash[] good = read(piece, scratch);
    BitSet differing = new BitSet(good.length);
    for (int unit = 0; unit < good.length; unit++) {
      differing.set(unit, !good[unit].equals(bad[unit]));
    }
    synchronized (digests) {
      digests.remove(piece);
    }
    return differing;
  }

  private PieceHash @Nullable [] digestsOf(int piece) {
    synchronized (digests) {
      return digests.get(piece);
    }
  }

  private void forgetOldest() {
    int units = digests.values().stream().mapToInt(kept -> kept.length).sum();
    Iterator<PieceHash[]> oldest = digests.values().iterator();
    while (digests.size() > MAX_PIECES || units > MAX_UNITS) {
      units -= oldest.next().length;
      oldest.remove();
    }
  }

  private PieceHash[] read(int piece, byte[] scratch) throws IOException {
    int size = pieces.size(piece);
    PieceHash[] units = new PieceHash[Math.ceilDiv(size, UNIT_BYTES)];
    HashCursor cursor = new HashCursor();
    OpenFile open = files.acquire(piece);
    try {
      for (int unit = 0; unit < units.length; unit++) {
        int begin = unit * UNIT_BYTES;
        cursor.requireTo(
            Math.min(UNIT_BYTES, size - begin),
            open.channel(),
            pieces.offset(piece) + begin,
            scratch);
        units[unit] = cursor.finish();
      }
    } finally {
      open.release();
    }
    return units;
  }
}
