package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.BlockRange;
import java.util.concurrent.CompletableFuture;

/** Gives readers the verified pieces of a resource. Any thread that may block can call. */
public interface PieceSource {
  /** The answer to a request for a piece. */
  sealed interface Answer {
    /** The piece is verified, and its file is unchanged since then. The reader closes it. */
    record Opened(OpenPiece piece) implements Answer {}

    /** The transfer has ended. Ask for another source. */
    record Ended() implements Answer {}
  }

  /**
   * Opens a piece as soon as it is verified. Until then, it is fetched before other pieces.
   *
   * @param reader identifies the reader, which waits for one piece at a time
   * @param ahead the piece, and the pieces that the reader needs next
   * @return never fails; the reader may cancel it to stop waiting
   * @throws io.torrentinno.agent.resource.view.ResourceException when the piece will never be there
   */
  CompletableFuture<Answer> open(Object reader, PieceSpan ahead);

  /** A read of a verified piece failed. The resource fails when a second read fails, too. */
  void doubt(BlockRange range);

  /** The reader is closed. */
  void leave(Object reader);

  /** Ends the source: it opens no more pieces. */
  void end();
}
