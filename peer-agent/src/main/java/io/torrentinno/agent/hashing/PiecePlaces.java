package io.torrentinno.agent.hashing;

import io.torrentinno.protocol.model.PieceLayout;

/** The positions of pieces, and how each piece is hashed. */
public interface PiecePlaces {
  /** The {@link #nodeLayer} of pieces whose hash is the SHA-256 of their bytes. */
  int FLAT = -1;

  /** The sizes of all pieces of all files. */
  PieceLayout layout();

  /** Where a piece begins in its file, in bytes. */
  long offset(int piece);

  /** The layer of the node in the file's hash tree that is the piece's hash; or {@link #FLAT}. */
  int nodeLayer(int piece);

  /** The pieces of one file, each with the SHA-256 of its bytes. */
  static PiecePlaces ofFile(PieceLayout layout) {
    return new PiecePlaces() {
      @Override
      public PieceLayout layout() {
        return layout;
      }

      @Override
      public long offset(int piece) {
        return layout.offset(piece);
      }

      @Override
      public int nodeLayer(int piece) {
        return FLAT;
      }
    };
  }
}
