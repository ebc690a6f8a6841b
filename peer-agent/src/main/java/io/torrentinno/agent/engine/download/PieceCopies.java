package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.Pieces;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.protocol.model.Bitfield;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has bytes copied that lie elsewhere on this machine. A piece that lies there as a whole is
 * withheld from peers, and is copied whether peers have it or not. Of any other piece the units are
 * copied when a peer starts it, and peers send the rest. The hash of a piece judges both alike. A
 * piece that failed with copies in it is fetched as a whole.
 */
final class PieceCopies {
  /** Copies of whole pieces that are under way have at most so many bytes, but for the last one. */
  static final long MAX_BYTES = 8 << 20;

  static final int MAX_PIECES = 64;

  /** The number of steps in one turn. A step takes a microsecond or less. */
  static final int STEPS = 1024;

  /** Looking up so many hinted units takes about as long as looking up a piece by its hash. */
  static final int UNITS_PER_STEP = 8;

  /** The number of pieces with hinted copies that may fail. Good ones allow more failures. */
  private static final int MOST_WRONG = 4;

  private static final int RIGHT_PER_WRONG = 16;

  private final Pieces pieces;
  private final PiecePicker picker;
  private final LocalBytes local;
  private final List<SessionCommand> commands;

  /** Whole pieces that were taken from the picker and are to be copied. */
  private final Bitfield waiting;

  /** No piece before this one waits. */
  private int lowest;

  /** The next piece to look at; negative when all were. */
  private int unseen;

  /** Pieces of which nothing is copied any more. */
  private final BitSet failed = new BitSet();

  /** The pieces that come before the others; null while there are none. */
  private @Nullable Bitfield high;

  private int rightHints;
  private int wrongHints;
  private int copying;
  private long bytesCopying;

  /**
   * Copies nothing yet.
   *
   * @param picker has the pieces that are missing
   * @param commands takes what is to be copied
   */
  PieceCopies(Pieces pieces, PiecePicker picker, LocalBytes local, List<SessionCommand> commands) {
    this.pieces = pieces;
    this.picker = picker;
    this.local = local;
    this.commands = commands;
    this.waiting = new Bitfield(pieces.have().size());
  }

  /**
   * Withholds all pieces to be fetched that can be copied as a whole, the first few of them now.
   */
  void withholdAll() {
    unseen = 0;
    withholdMore();
  }

  /** Goes on with {@link #withholdAll}. */
  void withholdMore() {
    if (!isWithholding()) {
      return;
    }
    Bitfield needed = pieces.needed().pieces();
    unseen = needed.nextSet(unseen);
    for (int left = STEPS; left > 0 && unseen >= 0; ) {
      left -= steps(unseen);
      if (pieces.verifiable().test(unseen)) {
        withhold(unseen);
      }
      unseen = needed.nextSet(unseen + 1);
    }
  }

  private int steps(int piece) {
    return local.isHinted(piece) ? Math.ceilDiv(units(piece), UNITS_PER_STEP) : 1;
  }

  /** Whether {@link #withholdMore} has more to do. */
  boolean isWithholding() {
    return unseen >= 0;
  }

  /** Withholds a candidate of the picker if it can be copied as a whole. */
  void withhold(int piece) {
    if (isWhole(piece) && picker.take(piece)) {
      waiting.set(piece);
      lowest = Math.min(lowest, piece);
    }
  }

  private boolean isWhole(int piece) {
    return !failed.get(piece) && local.isWhole(piece, units(piece));
  }

  private int units(int piece) {
    return ActivePiece.units(pieces.layout().size(piece));
  }

  /** A missing piece that is not started is to be fetched from now on. */
  void needed(int piece) {
    if (pieces.verifiable().test(piece)) {
      withhold(piece);
    }
  }

  /** A missing piece that is not started is not to be fetched any more. */
  void needless(int piece) {
    if (waiting.clear(piece)) {
      picker.putBack(piece);
    }
  }

  /** These pieces come before the others, but not before what programs read. */
  void prioritise(Bitfield pieces) {
    high = pieces.copy();
  }

  /**
   * Takes the next piece to be copied as a whole; -1 when there is none, or others come first.
   *
   * @param readers what comes before all others
   */
  int next(ReaderSpans readers) {
    if (copying >= MAX_PIECES || bytesCopying >= MAX_BYTES) {
      return -1;
    }
    for (int piece = first(readers); piece >= 0; piece = first(readers)) {
      waiting.clear(piece);
      if (isWhole(piece)) {
        return piece;
      }
      picker.putBack(piece); // It was said to be here by hints that were dropped.
    }
    return -1;
  }

  private int first(ReaderSpans readers) {
    if (waiting.isEmpty()) {
      return -1;
    }
    for (PieceSpan span : readers.all()) {
      int piece = waiting.nextSet(span.first());
      if (piece >= 0 && piece < span.end()) {
        return piece;
      }
    }
    int important = high == null ? -1 : waiting.nextCommon(high, lowest);
    if (important >= 0) {
      return important;
    }
    lowest = waiting.nextSet(lowest);
    return lowest;
  }

  /** A piece is started: has those units copied that can be. */
  void begin(ActivePiece piece) {
    BitSet units = unitsOf(piece.index);
    if (!units.isEmpty()) {
      piece.copying(units);
      count(units, 1);
      commands.add(new SessionCommand.CopyUnits(piece.index, units));
    }
  }

  /** The copies of a piece have ended. */
  void ended(BitSet units) {
    count(units, -1);
  }

  /** Copies nothing of the piece any more. */
  void giveUp(int piece) {
    failed.set(piece);
  }

  /**
   * The hash of a piece with copies in it was compared.
   *
   * @param isGood whether it was right
   */
  void judged(int piece, boolean isGood) {
    if (!local.isHinted(piece)) {
      return;
    }
    if (isGood) {
      rightHints++;
    } else {
      wrongHints++;
    }
    if (wrongHints > MOST_WRONG + rightHints / RIGHT_PER_WRONG) {
      local.dropHints();
    }
  }

  private void count(BitSet units, int sign) {
    copying += sign;
    bytesCopying += (long) sign * units.cardinality() * ActivePiece.UNIT;
  }

  private BitSet unitsOf(int piece) {
    return failed.get(piece) ? new BitSet() : local.units(piece);
  }
}
