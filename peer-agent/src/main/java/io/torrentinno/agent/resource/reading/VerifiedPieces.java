package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.BlockRange;
import java.util.List;

/** The pieces of one transfer, for those that read them. All calls are made on its event loop. */
public interface VerifiedPieces {
  /** Whether a piece is verified. */
  boolean has(int piece);

  /** Whether all pieces are verified. */
  boolean isComplete();

  /**
   * Reads a verified piece now, or as soon as its file was found unchanged; never when it was
   * changed, as the resource fails then.
   */
  void whenUnchanged(int piece, Runnable read);

  /** A part of a verified piece could not be read: the resource fails if it can't be read again. */
  void doubt(BlockRange range);

  /** These pieces are to be fetched before all others. */
  void readersMoved(List<PieceSpan> spans);
}
