package io.torrentinno.agent.reuse.copying;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.agent.reuse.LocalContent;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Copies bytes into the files of one resource. Belongs to one event loop.
 *
 * @param content the sources of the bytes
 * @param copied counts them
 */
public record LocalCopies(
    LocalContent content, ResourceStorage storage, PieceLayout layout, CopiedBytes copied) {
  /**
   * Copies units of a piece; returns at once.
   *
   * @param units some of the units of {@link LocalContent#units}
   * @param done receives the copied units, on another thread
   */
  public void copy(int piece, BitSet units, Consumer<BitSet> done) {
    storage.copy(
        piece,
        content.runs(piece).stream().filter(run -> isPart(run, units)).toList(),
        there -> {
          copied.copied(piece, bytes(piece, there));
          done.accept(there);
        });
  }

  /** Hints that have just come may say more than the units; peers are asked for the others. */
  private static boolean isPart(CopyRun run, BitSet units) {
    int end = Math.ceilDiv(run.begin() + run.length(), CopyRun.UNIT);
    return units.nextClearBit(run.begin() / CopyRun.UNIT) >= end;
  }

  /** Copies nothing any more. */
  public void end() {
    content.close();
  }

  private int bytes(int piece, BitSet units) {
    int whole = units.cardinality() * CopyRun.UNIT;
    int end = units.length() * CopyRun.UNIT;
    return whole - Math.max(0, end - layout.size(piece)); // The last unit may be shorter.
  }
}
