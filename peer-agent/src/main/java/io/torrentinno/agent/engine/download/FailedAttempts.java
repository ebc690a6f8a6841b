package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Attempts at pieces that failed and whose bytes are kept. A good copy of such a piece shows later
 * which peers sent bad bytes.
 */
final class FailedAttempts {
  private final PieceCopies copies;
  private final Map<Integer, ActivePiece> kept = new HashMap<>();

  FailedAttempts(PieceCopies copies) {
    this.copies = copies;
  }

  /**
   * A piece failed its hash.
   *
   * @param isKept whether the bytes of this attempt are kept; else those of an earlier one
   * @return the peers that sent a part of it and were not cleared; empty when copies in it may be
   *     to blame
   */
  Set<PeerIdentity> add(ActivePiece piece, boolean isKept) {
    Set<PeerIdentity> senders = piece.senders();
    if (isKept && !senders.isEmpty()) {
      kept.put(piece.index, piece);
    }
    if (piece.hasCopies()) {
      copies.giveUp(piece.index);
      copies.judged(piece.index, false);
      return Set.of();
    }
    boolean punished = senders.size() == 1 && piece.isSettled(senders.iterator().next());
    return punished ? Set.of() : senders;
  }

  /** Whether there is an attempt at this piece. */
  boolean has(int piece) {
    return kept.containsKey(piece);
  }

  /** The piece is good. */
  void forget(int piece) {
    kept.remove(piece);
  }

  /** The peers that sent these units and were not cleared. */
  Set<PeerIdentity> sendersOf(int piece, BitSet units) {
    ActivePiece failed = kept.get(piece);
    return failed == null ? Set.of() : failed.sendersOf(units);
  }

  /** Clears the peer of everything that it has sent so far. */
  void settle(PeerIdentity peer) {
    kept.values().forEach(piece -> piece.settle(peer));
  }
}
