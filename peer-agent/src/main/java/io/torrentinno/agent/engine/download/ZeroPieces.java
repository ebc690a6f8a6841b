package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.Pieces;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.protocol.model.Bitfield;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Pieces that have nothing but zeros, as their hashes say: they are made here, and not fetched. */
final class ZeroPieces {
  /** The number of pieces that are made at a time. */
  private static final int AT_A_TIME = 64;

  private final Pieces pieces;
  private final PiecePicker picker;
  private final Queue<Integer> waiting = new ArrayDeque<>();

  /** The pieces that wait or are being made; they are no candidates. */
  private final Bitfield taken;

  private int underWay;

  ZeroPieces(Pieces pieces, PiecePicker picker) {
    this.pieces = pieces;
    this.picker = picker;
    taken = new Bitfield(pieces.have().size());
    Bitfield needed = pieces.needed().pieces();
    for (int piece = needed.nextSet(0); piece >= 0; piece = needed.nextSet(piece + 1)) {
      look(piece);
    }
  }

  /** Takes a piece if it is a candidate and has nothing but zeros. */
  void look(int piece) {
    if (pieces.zero().test(piece) && picker.take(piece)) {
      taken.set(piece);
      waiting.add(piece);
    }
  }

  /** Whether the piece is being made, or soon will be. */
  boolean isTaken(int piece) {
    return taken.get(piece);
  }

  /** The piece is verified. */
  void verified(int piece) {
    if (taken.clear(piece)) {
      underWay--;
    }
  }

  /** Has as many made as may be at a time. */
  void make(List<SessionCommand> out) {
    while (underWay < AT_A_TIME && !waiting.isEmpty()) {
      int piece = waiting.remove();
      if (pieces.needed().pieces().get(piece)) {
        underWay++;
        out.add(new SessionCommand.MakeZeros(piece));
      } else {
        taken.clear(piece);
        picker.giveUp(); // It was skipped meanwhile.
      }
    }
  }
}
