package io.torrentinno.agent.content.hashes;

import io.torrentinno.protocol.model.PieceHash;
import org.jspecify.annotations.Nullable;

/** What the pieces of a resource hash to, as far as it is known. Safe from any thread. */
public interface PieceHashes {
  /** The {@link #nodeLayer} of pieces whose hash is the SHA-256 of their bytes. */
  int FLAT = -1;

  /** What a piece hashes to; null while that is not known. */
  @Nullable PieceHash hash(int piece);

  /** Whether a piece can be verified. */
  default boolean isKnown(int piece) {
    return hash(piece) != null;
  }

  /** Of how many pieces the hash is not known. */
  default int missing() {
    return 0;
  }

  /**
   * What kind of hash a piece has: {@link #FLAT}, or the layer of its node in the hash tree of its
   * file, counted from the leaves.
   */
  default int nodeLayer(int piece) {
    return FLAT;
  }
}
