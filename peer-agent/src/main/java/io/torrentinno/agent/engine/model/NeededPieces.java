package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.Bitfield;
import java.util.List;

/**
 * Which missing pieces are fetched: those that are chosen, and those that programs read. Belongs to
 * the thread of its session.
 */
public final class NeededPieces {
  /** Hears how single missing pieces change. */
  public interface Listener {
    /** The piece is to be fetched from now on. */
    void needed(int piece);

    /** The piece is not to be fetched any more. */
    void needless(int piece);
  }

  private final Bitfield have;
  private final Bitfield needed;
  private Bitfield skipped;
  private List<PieceSpan> readers = List.of();

  /** How many pieces are missing and chosen. */
  private int missing;

  /**
   * Without readers.
   *
   * @param have the verified pieces, which change as they come in
   */
  public NeededPieces(Bitfield have, Bitfield skipped) {
    this.have = have;
    this.skipped = skipped;
    needed = new Bitfield(have.size());
    for (int piece = have.nextClear(0); piece >= 0; piece = have.nextClear(piece + 1)) {
      if (!skipped.get(piece)) {
        needed.set(piece);
      }
    }
    missing = needed.cardinality();
  }

  /** Missing pieces that are to be fetched; changes with this, and is not to be changed. */
  public Bitfield pieces() {
    return needed;
  }

  /** Whether every piece that is chosen is verified. */
  public boolean isChoiceComplete() {
    return missing == 0;
  }

  /**
   * Whether nothing is to be fetched before another choice is made or a program begins to read. A
   * program that reads goes on, so it needs the peers that it had.
   */
  public boolean isSettled() {
    return isChoiceComplete() && (readers.isEmpty() || have.isFull());
  }

  /** Whether some pieces are fetched only while programs read them. */
  public boolean hasSkipped() {
    return !skipped.isEmpty();
  }

  /** How many of these pieces are to be fetched. */
  public int countIn(Bitfield pieces) {
    return needed.cardinality() - needed.cardinalityWithout(pieces);
  }

  /** A piece that was missing is verified. */
  public void verified(int piece) {
    needed.clear(piece);
    if (!skipped.get(piece)) {
      missing--;
    }
  }

  /** Other pieces are skipped from now on. */
  public void skip(Bitfield others, Listener listener) {
    Bitfield before = skipped;
    skipped = others;
    missing = 0;
    for (int piece = have.nextClear(0); piece >= 0; piece = have.nextClear(piece + 1)) {
      missing += others.get(piece) ? 0 : 1;
      if (others.get(piece) != before.get(piece)) {
        look(piece, listener);
      }
    }
  }

  /** Programs read other pieces from now on. */
  public void readersMoved(List<PieceSpan> spans, Listener listener) {
    List<PieceSpan> before = readers;
    readers = spans;
    if (hasSkipped()) {
      look(before, listener);
      look(spans, listener);
    }
  }

  private void look(List<PieceSpan> spans, Listener listener) {
    for (PieceSpan span : spans) {
      int piece = skipped.nextSet(span.first());
      while (piece >= 0 && span.contains(piece)) {
        if (!have.get(piece)) {
          look(piece, listener);
        }
        piece = skipped.nextSet(piece + 1);
      }
    }
  }

  private void look(int piece, Listener listener) {
    boolean now = !skipped.get(piece) || isRead(piece);
    if (now && needed.set(piece)) {
      listener.needed(piece);
    } else if (!now && needed.clear(piece)) {
      listener.needless(piece);
    }
  }

  private boolean isRead(int piece) {
    for (PieceSpan span : readers) {
      if (span.contains(piece)) {
        return true;
      }
    }
    return false;
  }
}
