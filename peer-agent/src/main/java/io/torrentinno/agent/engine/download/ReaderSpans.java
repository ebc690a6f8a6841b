package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PieceSpan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The pieces that programs read.
 *
 * @param all the first piece of each is the one that a program waits for
 */
record ReaderSpans(List<PieceSpan> all) {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  static final ReaderSpans NONE = new ReaderSpans(List.of());

  ReaderSpans {
    all = List.copyOf(all);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether a program waits for the piece, or comes to it soon. */
  boolean contains(ActivePiece piece) {
    return all.stream().anyMatch(span -> span.contains(piece.index));
  }

  /** Whether a program waits for the piece. */
  boolean awaits(ActivePiece piece) {
    return all.stream().anyMatch(span -> span.first() == piece.index);
  }

  /** Whether a program waits for one of these pieces. */
  boolean awaitAny(Set<Integer> pieces) {
    return all.stream().anyMatch(span -> pieces.contains(span.first()));
  }

  /** Whether a program waits for a block that was requested long ago, and from one peer only. */
  boolean isLate(PendingRequest owed, long now) {
    return now - owed.sentAt >= PATIENCE
        && !owed.released
        && owed.piece.isAskedOnce(owed.range)
        && awaits(owed.piece);
  }
}
