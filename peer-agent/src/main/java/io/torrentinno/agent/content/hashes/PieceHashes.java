package io.torrentinno.agent.content.hashes;

import io.torrentinno.protocol.model.PieceHash;
import org.jspecify.annotations.Nullable;

/** The hashes of a resource's pieces, as far as they are known. Safe for use by several threads. */
public interface PieceHashes {
  /** The {@link #nodeLayer} of pieces whose hash is the SHA-256 of their bytes. */
  int FLAT = -1;

  /** The hash of a piece; null while it is not known. */
  @Nullable PieceHash hash(int piece);

  /** Whether a piece can be verified. */
  default boolean isKnown(int piece) {
    return hash(piece) != null;
  }

  /** The number of pieces whose hashes are not known. */
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
