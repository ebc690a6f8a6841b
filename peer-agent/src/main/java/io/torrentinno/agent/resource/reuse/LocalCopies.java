package io.torrentinno.agent.resource.reuse;

import io.torrentinno.agent.content.ResourceStorage;
import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Copies bytes into the files of one resource. Lives on one event loop.
 *
 * @param content where the bytes lie
 * @param copied counts them
 */
public record LocalCopies(
    LocalContent content, ResourceStorage storage, PieceLayout layout, CopiedBytes copied) {
  /**
   * Copies units of a piece; returns at once.
   *
   * @param units a part of those that {@link LocalContent#units} has
   * @param done takes those that are in their places then, on another thread
   */
  public void copy(int piece, BitSet units, Consumer<BitSet> done) {
    storage.copy(
        piece,
        content.runs(piece),
        there -> {
          there.and(units);
          copied.copied(piece, bytes(piece, there));
          done.accept(there);
        });
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
