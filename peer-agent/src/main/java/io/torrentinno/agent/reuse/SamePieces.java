package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.model.PieceHash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pieces of files of several pieces, by their hashes. All have the same full length. */
final class SamePieces implements LocalContent.WholePieces {
  private final FileTree tree;
  private final PieceHashes hashes;
  private final PieceIndex index;
  private final List<HeldContent> holders = new ArrayList<>();

  /**
   * Finds no pieces.
   *
   * @param hashes of the pieces that are looked for
   * @param room how many pieces can be added
   */
  SamePieces(FileTree tree, PieceHashes hashes, int room) {
    this.tree = tree;
    this.hashes = hashes;
    this.index = new PieceIndex(room);
  }

  boolean isFull() {
    return index.isFull();
  }

  /** Adds the pieces that a resource holds, as far as there is room. */
  void add(HeldContent holder, LayerStore layers) {
    FileTree held = holder.tree();
    long number = (long) holders.size() << Integer.SIZE;
    holders.add(holder);
    for (int entry = 0; entry < held.size() && !index.isFull(); entry++) {
      PieceLayer layer = held.pieces(entry) > 1 ? layers.layer(entry) : null;
      for (int i = 0; layer != null && i < held.pieces(entry); i++) {
        int piece = held.firstPiece(entry) + i;
        if (holder.verified().get(piece)) {
          index.add(layer.hash(i), number | piece);
        }
      }
    }
  }

  @Override
  public boolean has(int piece) {
    return place(piece) != PieceIndex.NONE;
  }

  private long place(int piece) {
    PieceHash hash = hashes.hash(piece);
    return hash == null ? PieceIndex.NONE : index.find(hash);
  }

  @Override
  public @Nullable CopyRun find(int piece) {
    long found = place(piece);
    if (found == PieceIndex.NONE) {
      return null;
    }
    HeldContent holder = holders.get((int) (found >>> Integer.SIZE));
    FileTree held = holder.tree();
    int other = (int) found;
    int entry = held.entryOf(other);
    long position = (long) (other - held.firstPiece(entry)) * held.pieceLength();
    return new CopyRun(0, tree.pieceSize(piece), holder.file(entry), position);
  }
}
