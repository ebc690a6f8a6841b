package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.protocol.merkle.ZeroNodes;
import io.torrentinno.protocol.model.PieceHash;
import java.util.BitSet;

/**
 * Which pieces of a folder that are shorter than the others have nothing but zeros. The hashes that
 * are known at the start are compared then, because there may be many. The others are compared when
 * they are asked for. Takes 2 bits a piece.
 */
final class ShortZeros {
  private final PieceHashes hashes;
  private final BitSet compared = new BitSet();
  private final BitSet zeros = new BitSet();

  ShortZeros(PieceHashes hashes) {
    this.hashes = hashes;
  }

  /**
   * Compares the hash of a piece, if it is known. Before {@link #isZero} is called for the first
   * time.
   *
   * @param nodes belong to the caller
   */
  void look(int piece, int length, ZeroNodes nodes) {
    PieceHash hash = hashes.hash(piece);
    if (hash != null) {
      compared.set(piece);
      zeros.set(piece, isZero(piece, length, hash, nodes));
    }
  }

  /** Whether the piece has nothing but zeros, as far as its hash is known. */
  boolean isZero(int piece, int length) {
    if (compared.get(piece)) {
      return zeros.get(piece);
    }
    PieceHash hash = hashes.hash(piece);
    return hash != null && isZero(piece, length, hash, new ZeroNodes());
  }

  private boolean isZero(int piece, int length, PieceHash hash, ZeroNodes nodes) {
    return hash.value().equals(nodes.of(length, hashes.nodeLayer(piece)));
  }
}
