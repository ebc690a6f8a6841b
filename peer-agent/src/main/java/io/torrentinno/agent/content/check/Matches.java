package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.merkle.TreeShape;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the pieces that match. Where the hashes of a file's pieces are not known, the file is
 * judged as a whole by its root, and its layer is known from then on.
 */
final class Matches {
  private final Pieces pieces;
  private final Bitfield found;

  /** The hashes of a file that is judged as a whole, so far; null in others. */
  private byte @Nullable [] layer;

  Matches(Pieces pieces) {
    this.pieces = pieces;
    this.found = new Bitfield(pieces.count());
  }

  Bitfield found() {
    return found;
  }

  /** Takes the hash of a piece; those of a file come in their order. */
  void add(int piece, PieceHash hash) {
    FileTree tree = pieces.tree();
    if (tree == null || pieces.hashes().isKnown(piece)) {
      if (pieces.matches(piece, hash)) {
        found.set(piece);
      }
      return;
    }
    int entry = pieces.entry(piece);
    int first = tree.firstPiece(entry);
    int count = tree.pieces(entry);
    byte[] gathered = piece == first ? new byte[count * Sha256.LENGTH] : layer;
    layer = gathered;
    if (gathered == null) {
      return; // Its first pieces are missing.
    }
    hash.value().writeTo(gathered, (piece - first) * Sha256.LENGTH);
    if (piece == first + count - 1) {
      layer = null;
      judge(tree, entry, gathered);
    }
  }

  private void judge(FileTree tree, int entry, byte[] hashes) {
    PieceLayer whole =
        new PieceLayer(new TreeShape(tree.length(entry), tree.pieceLength()), hashes);
    if (whole.root().equals(tree.root(entry)) && pieces.hashes() instanceof LayerStore store) {
      store.add(entry, whole);
      int first = tree.firstPiece(entry);
      for (int piece = first; piece < first + tree.pieces(entry); piece++) {
        found.set(piece);
      }
    }
  }
}
