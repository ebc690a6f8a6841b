package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.BlockRange;
import java.util.List;

/** The pieces of one transfer, for readers. Only its event loop may call. */
public interface VerifiedPieces {
  /** Whether a piece is verified. */
  boolean has(int piece);

  /** Whether all pieces are verified. */
  boolean isComplete();

  /**
   * Runs {@code read} when the file of a verified piece is known to be unchanged: now or later.
   * When the file has changed, {@code read} never runs, and the resource fails.
   */
  void whenUnchanged(int piece, Runnable read);

  /** A read of a verified piece failed. The resource fails when a second read fails, too. */
  void doubt(BlockRange range);

  /** Fetches these pieces before all others, in place of the pieces of the call before. */
  void readersMoved(List<PieceSpan> spans);
}
