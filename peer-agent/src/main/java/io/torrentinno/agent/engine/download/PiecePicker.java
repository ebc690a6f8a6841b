package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.Bitfield;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which piece to start next: the rarest one that the peer has, with random choice between
 * equals. The first few pieces are chosen at random, because rare pieces arrive slowly, and a peer
 * without pieces can give none. In sequential order it is the first piece in the file. Pieces of
 * high priority come before the others, in the same order among themselves.
 */
final class PiecePicker {
  /** This many pieces are chosen at random before rarity counts. */
  private static final int RANDOM_FIRST = 4;

  private final int pieces;
  private final IntPredicate verifiable;
  private final Candidates normal;

  /** The pieces that come before the others; null while there are none. */
  private @Nullable Candidates high;

  private Bitfield prioritised;
  private PieceOrder pieceOrder = PieceOrder.RAREST_FIRST;

  /** How many missing pieces are no candidates, because their hashes are not known. */
  private int withheld;

  /** How many missing pieces are no candidates, because they are not needed. */
  private int needless;

  /**
   * A picker without peers.
   *
   * @param have the verified pieces
   * @param needed the missing pieces that are to be fetched; the others are no candidates
   * @param verifiable whether the hash of a piece is known: until then it is no candidate
   */
  PiecePicker(Bitfield have, Bitfield needed, IntPredicate verifiable, RandomGenerator random) {
    this.pieces = have.size();
    this.verifiable = verifiable;
    normal = new Candidates(pieces, random);
    prioritised = new Bitfield(pieces);
    for (int piece = needed.nextSet(0); piece >= 0; piece = needed.nextSet(piece + 1)) {
      put(piece);
    }
    needless = pieces - have.cardinality() - needed.cardinality();
  }

  /** The hash of a piece has become known, which is missing and needed. */
  void admit(int piece) {
    withheld--;
    putBack(piece);
  }

  /** A missing piece that is not started is needed again. */
  void need(int piece) {
    needless--;
    put(piece);
  }

  /** A missing piece that is not started is not needed any more. */
  void release(int piece) {
    if (!take(piece)) {
      withheld--;
    }
    needless++;
  }

  /** A piece that was started is missing, and not needed. */
  void giveUp() {
    needless++;
  }

  /** These pieces come before all others. */
  void prioritise(Bitfield pieces) {
    Bitfield before = prioritised;
    if (pieces.equals(before)) {
      return;
    }
    if (high == null) {
      high = new Candidates(normal);
    }
    prioritised = pieces.copy();
    for (int piece = 0; piece < this.pieces; piece++) {
      if (pieces.get(piece) != before.get(piece)) {
        Candidates from = before.get(piece) ? high : normal;
        if (from.contains(piece)) {
          from.remove(piece);
          of(piece).insert(piece);
        }
      }
    }
  }

  /** One more peer has this piece. */
  void gained(int piece) {
    normal.gained(piece);
    if (high != null) {
      high.gained(piece);
    }
  }

  /** One peer fewer has this piece. */
  void lost(int piece) {
    normal.lost(piece);
    if (high != null) {
      high.lost(piece);
    }
  }

  /** Adds all pieces of a new peer. */
  void gained(Bitfield pieces) {
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      gained(piece);
    }
  }

  /** Removes all pieces of a peer that has left. */
  void lost(Bitfield pieces) {
    for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
      lost(piece);
    }
  }

  void order(PieceOrder order) {
    pieceOrder = order;
  }

  /**
   * Takes the best candidate in {@code offered}.
   *
   * @param started how many pieces have been started and are not verified
   * @return the piece, which is no candidate any more; -1 when there is none
   */
  int pick(Bitfield offered, int started) {
    int piece = high == null || high.size() == 0 ? -1 : best(high, offered, started);
    if (piece < 0) {
      piece = best(normal, offered, started);
    }
    if (piece >= 0) {
      of(piece).remove(piece);
    }
    return piece;
  }

  private int best(Candidates among, Bitfield offered, int started) {
    return switch (pieceOrder) {
      case SEQUENTIAL -> among.first(offered);
      case RAREST_FIRST ->
          pieces - candidates() - withheld - needless - started < RANDOM_FIRST
                  && started < RANDOM_FIRST
              ? among.any(offered)
              : among.rarest(offered);
    };
  }

  /**
   * Takes a piece if it is a candidate.
   *
   * @return whether it was one; it is none any more
   */
  boolean take(int piece) {
    Candidates among = of(piece);
    if (!among.contains(piece)) {
      return false;
    }
    among.remove(piece);
    return true;
  }

  /**
   * Takes the first candidate in {@code offered} that lies in one of these spans.
   *
   * @return the piece, which is no candidate any more; -1 when there is none
   */
  int pickIn(List<PieceSpan> spans, Bitfield offered) {
    int longest = spans.stream().mapToInt(PieceSpan::length).max().orElse(0);
    for (int ahead = 0; ahead < longest; ahead++) {
      for (PieceSpan span : spans) {
        int piece = span.first() + ahead;
        if (span.contains(piece) && offered.get(piece) && take(piece)) {
          return piece;
        }
      }
    }
    return -1;
  }

  /** Makes a piece a candidate again. */
  void putBack(int piece) {
    of(piece).insert(piece);
  }

  /** How many candidates there are. */
  int candidates() {
    return normal.size() + (high == null ? 0 : high.size());
  }

  /** Whether all needed pieces are started, so that nothing is left to choose. */
  boolean isExhausted() {
    return candidates() + withheld == 0;
  }

  /** Whether a peer that is no seeder has a candidate. */
  boolean isAnyOffered() {
    return normal.isAnyOffered() || (high != null && high.isAnyOffered());
  }

  private void put(int piece) {
    if (verifiable.test(piece)) {
      putBack(piece);
    } else {
      withheld++;
    }
  }

  private Candidates of(int piece) {
    return high != null && prioritised.get(piece) ? high : normal;
  }
}
