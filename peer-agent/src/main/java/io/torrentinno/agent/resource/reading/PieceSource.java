package io.torrentinno.agent.resource.reading;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.BlockRange;
import java.util.concurrent.CompletableFuture;

/** Gives readers the verified pieces of a resource. Calls may come on any thread that may block. */
public interface PieceSource {
  /** The answer to a request for a piece. */
  sealed interface Answer {
    /** The piece is verified, and its file is what was verified. The reader closes it. */
    record Opened(OpenPiece piece) implements Answer {}

    /** The transfer has ended, and gives nothing any more. */
    record Ended() implements Answer {}
  }

  /**
   * Opens a piece as soon as it is verified, and has it fetched before others.
   *
   * @param reader has one position at a time, and waits for one piece at a time
   * @param ahead the piece, and those that the reader comes to afterwards
   * @return does not fail; a reader that cancels it waits no more
   * @throws io.torrentinno.agent.resource.view.ResourceException when the piece will never come
   */
  CompletableFuture<Answer> open(Object reader, PieceSpan ahead);

  /** A part of a verified piece could not be read: the resource fails if it can't be read again. */
  void doubt(BlockRange range);

  /** The reader has come to its end. */
  void leave(Object reader);

  /** Opens no piece any more. */
  void end();
}
