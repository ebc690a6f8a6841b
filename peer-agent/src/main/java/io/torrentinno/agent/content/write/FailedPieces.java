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
 * Keeps the hash of each unit (16 KiB) of corrupt pieces. When the piece is verified later, the
 * hashes show which units were bad. For a piece that fails several times, the first attempt is
 * kept. The number of pieces and units is limited, and the oldest are forgotten. Several threads
 * may call at a time, but the calls for one piece must come one after the other.
 */
public final class FailedPieces {
  /** The smallest block that peers exchange. */
  static final int UNIT_BYTES = 16 << 10;

  static final int MAX_PIECES = 64;

  /** The units of 1 GiB of pieces; their hashes take a few MiB. */
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
   * Records that the piece on disk is corrupt.
   *
   * @return whether this attempt is kept; false when an earlier attempt of the piece is kept
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
   * Records that the piece on disk is good, and forgets its bad attempt.
   *
   * @return the numbers of the units that were bad in the kept attempt; null when none is kept
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
