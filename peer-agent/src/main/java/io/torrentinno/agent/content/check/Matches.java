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
 * Collects the pieces that match. If the hashes of a file's pieces are not known, the file as a
 * whole is compared with its root, and if it matches, its layer is known.
 */
final class Matches {
  private final Pieces pieces;
  private final Bitfield found;

  /** The hashes so far of a file that is compared as a whole; null for other files. */
  private byte @Nullable [] layer;

  Matches(Pieces pieces) {
    this.pieces = pieces;
    this.found = new Bitfield(pieces.count());
  }

  Bitfield found() {
    return found;
  }

  /** Takes the hash of a piece. The hashes of a file come in the order of its pieces. */
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
