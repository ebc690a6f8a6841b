package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.protocol.hints.HintDocument;
import io.torrentinno.protocol.hints.HintRun;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Units of pieces that the previous version has, as hints say.
 *
 * @param tree of the new version
 * @param previous the previous version
 */
record HintedUnits(FileTree tree, HeldContent previous, HintDocument hints) {
  /** How many units the pieces of a tree have, when all are counted as if they were full. */
  static int countOf(FileTree tree) {
    return tree.pieces() * (tree.pieceLength() / HintRun.UNIT);
  }

  /** The units of a piece that the previous version has. */
  BitSet units(int piece) {
    BitSet units = new BitSet();
    find(
        piece,
        (begin, length, _, _) ->
            units.set(begin / HintRun.UNIT, Math.ceilDiv(begin + length, HintRun.UNIT)));
    return units;
  }

  /** Where they are. */
  List<CopyRun> runs(int piece) {
    List<CopyRun> found = new ArrayList<>();
    find(
        piece,
        (begin, length, entry, position) ->
            found.add(new CopyRun(begin, length, previous.file(entry), position)));
    return found;
  }

  /** Receives bytes of a piece that the previous version has. */
  private interface Taker {
    void take(int begin, int length, int entry, long position);
  }

  private void find(int piece, Taker taker) {
    int size = tree.pieceSize(piece);
    int first = piece * (tree.pieceLength() / HintRun.UNIT);
    int end = first + Math.ceilDiv(size, HintRun.UNIT);
    List<HintRun> runs = hints.runs();
    int next = Math.max(0, hints.floor(first));
    for (; next < runs.size() && runs.get(next).first() < end; next++) {
      HintRun run = runs.get(next);
      int from = Math.max(first, run.first());
      int to = Math.min(end, run.end());
      int begin = (from - first) * HintRun.UNIT;
      int length = Math.min(size - begin, (to - from) * HintRun.UNIT);
      int there = previous.heldAt(run.entry(), run.positionOf(from), length);
      int whole = there == length ? length : there / HintRun.UNIT * HintRun.UNIT;
      if (from < to && whole > 0) {
        taker.take(begin, whole, run.entry(), run.positionOf(from));
      }
    }
  }
}
