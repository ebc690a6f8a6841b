package io.torrentinno.agent.engine.download;

import java.util.BitSet;

/**
 * Says which missing bytes are elsewhere on this machine, so that they can be copied. A session
 * calls it on its own thread; it never blocks.
 */
public interface LocalBytes {
  /** No bytes do. */
  LocalBytes NONE = _ -> new BitSet();

  /** Whether copy hints are to be fetched before pieces. */
  default boolean wantsHints() {
    return false;
  }

  /** Whether copy hints, rather than its hash, say what can be copied of a piece. */
  default boolean isHinted(int piece) {
    return false;
  }

  /** Copy hints were wrong too often: from now on nothing is to be copied because of them. */
  default void dropHints() {}

  /**
   * Whether all units of a piece can be copied. It is asked for each missing piece.
   *
   * @param units how many the piece has
   */
  default boolean isWhole(int piece, int units) {
    return units(piece).cardinality() == units;
  }

  /**
   * The units of 16 KiB of a piece that can be copied, counted from the piece's start; the last
   * unit of a piece may be shorter.
   *
   * @param piece whose hash is known
   * @return the caller's own; empty when there are none
   */
  BitSet units(int piece);
}
