package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.protocol.manifest.tree.FileTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of a tree whose bytes other files have as well. Takes 8 bytes for each entry. */
final class SameFiles implements LocalContent.WholePieces {
  private final FileTree tree;
  private final List<HeldContent> holders = new ArrayList<>();

  /** Of each entry, the number of its holder, counted from 1; 0 when it has none. */
  private final int[] holderOf;

  /** Of each entry, the one in its holder that has the same bytes. */
  private final int[] entryOf;

  SameFiles(FileTree tree) {
    this.tree = tree;
    holderOf = new int[tree.size()];
    entryOf = new int[tree.size()];
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }

  boolean hasEntry(int entry) {
    return holderOf[entry] > 0;
  }

  /** The file with the bytes of an entry that {@link #hasEntry}. */
  HeldContent holder(int entry) {
    return holders.get(holderOf[entry] - 1);
  }

  /** The entry of its {@link #holder} that has the same bytes. */
  int entryInHolder(int entry) {
    return entryOf[entry];
  }

  /** Files of another resource are added from now on. */
  void begin(HeldContent holder) {
    holders.add(holder);
  }

  /** An entry has the bytes of one of the holder that {@link #begin} has named last. */
  void add(int entry, int other) {
    holderOf[entry] = holders.size();
    entryOf[entry] = other;
  }

  @Override
  public boolean has(int piece) {
    return hasEntry(tree.entryOf(piece));
  }

  @Override
  public @Nullable CopyRun find(int piece) {
    int entry = tree.entryOf(piece);
    if (!hasEntry(entry)) {
      return null;
    }
    long position = (long) (piece - tree.firstPiece(entry)) * tree.pieceLength();
    Path file = holder(entry).file(entryInHolder(entry));
    return new CopyRun(0, tree.pieceSize(piece), file, position);
  }
}
