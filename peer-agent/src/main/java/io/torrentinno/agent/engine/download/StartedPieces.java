package io.torrentinno.agent.engine.download;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pieces that are started and not verified. Most of them are requested in full, so those with a
 * part that nobody is asked for are found without a look at the others.
 */
final class StartedPieces {
  private final Map<Integer, ActivePiece> all = new LinkedHashMap<>();

  /** Pieces that had a part that nobody was asked for when they were last looked at, or changed. */
  private final Set<ActivePiece> unrequested = new LinkedHashSet<>();

  /** All of them; changes as pieces come and go. */
  Map<Integer, ActivePiece> all() {
    return all;
  }

  /** The started piece of this number; null when there is none. */
  @Nullable ActivePiece get(int index) {
    return all.get(index);
  }

  boolean contains(int index) {
    return all.containsKey(index);
  }

  /** False for a piece that was verified, or that failed and was started again. */
  @SuppressWarnings("ReferenceEquality") // Each start is a piece of its own.
  boolean isStarted(ActivePiece piece) {
    return all.get(piece.index) == piece;
  }

  /** Starts a piece. */
  ActivePiece start(int index, int size) {
    ActivePiece piece = new ActivePiece(index, size, this::freed);
    all.put(index, piece);
    unrequested.add(piece);
    return piece;
  }

  /** The piece is verified, or has failed; null when it was not started. */
  @Nullable ActivePiece remove(int index) {
    ActivePiece piece = all.remove(index);
    if (piece != null) {
      unrequested.remove(piece);
    }
    return piece;
  }

  Collection<ActivePiece> values() {
    return all.values();
  }

  /**
   * The first result, among the pieces with a part that nobody is asked for.
   *
   * @param search null when it wants nothing of a piece
   */
  <T> @Nullable T firstFree(Function<ActivePiece, @Nullable T> search) {
    for (Iterator<ActivePiece> pieces = unrequested.iterator(); pieces.hasNext(); ) {
      ActivePiece piece = pieces.next();
      if (!piece.hasFree()) {
        pieces.remove();
        continue;
      }
      T found = search.apply(piece);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void freed(ActivePiece piece) {
    if (isStarted(piece)) {
      unrequested.add(piece);
    }
  }
}
