package io.torrentinno.agent.content.check;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.hashing.PiecePlaces;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.TreeLimits;
import io.torrentinno.protocol.merkle.ZeroNodes;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The places of a resource's pieces, and their hashes. */
public final class Pieces implements PiecePlaces {
  private final PieceLayout layout;
  private final PieceHashes hashes;

  /** The entries in which the pieces lie; null when all lie in one file. */
  private final int @Nullable [] entries;

  private final @Nullable FileTree tree;

  /** The hash of a piece of the full length that has only zeros; null while it is unknown. */
  private volatile @Nullable PieceHash zero;

  /** The hash of the shorter last piece of a single file, when it has only zeros. */
  private volatile @Nullable PieceHash lastZero;

  /** The shorter pieces of a folder; null while unknown. */
  private volatile @Nullable ShortZeros shortZeros;

  private Pieces(PieceLayout layout, PieceHashes hashes, @Nullable FileTree tree) {
    this.layout = layout;
    this.hashes = hashes;
    this.tree = tree;
    this.entries = tree == null || tree.isSingleFile() ? null : entries(tree);
  }

  /** The pieces of a resource. */
  public static Pieces of(ResourceManifest manifest, PieceHashes hashes) {
    return switch (manifest) {
      case ManifestV1 one -> new Pieces(one.layout(), hashes, null);
      case ManifestV2 two -> new Pieces(two.layout(), hashes, two.files());
    };
  }

  /** The pieces of files whose hashes are not known yet. */
  public static Pieces of(FileTree tree) {
    return new Pieces(ManifestV2.layout(tree), LayerStore.inMemory(tree), tree);
  }

  /** The pieces of a version 1 resource. */
  public static Pieces of(ManifestV1 manifest) {
    return of(manifest, manifest.manifest().pieces()::hash);
  }

  public int count() {
    return layout.count();
  }

  public int size(int piece) {
    return layout.size(piece);
  }

  @Override
  public long offset(int piece) {
    FileTree files = tree;
    if (entries == null || files == null) {
      return layout.offset(piece);
    }
    return (long) (piece - files.firstPiece(entries[piece])) * files.pieceLength();
  }

  @Override
  public PieceLayout layout() {
    return layout;
  }

  @Override
  public int nodeLayer(int piece) {
    return hashes.nodeLayer(piece);
  }

  /** The number of the entry in which a piece lies; 0 for a single file. */
  public int entry(int piece) {
    return entries == null ? 0 : entries[piece];
  }

  /** Whether a piece is a whole file of a folder, and so short that it is read in one go. */
  public boolean isSmallFile(int piece) {
    // A shorter last piece of a larger file begins later.
    return entries != null && size(piece) < TreeLimits.MIN_PIECE_LENGTH && offset(piece) == 0;
  }

  /** The entries; null if the manifest has version 1. */
  public @Nullable FileTree tree() {
    return tree;
  }

  /** The hashes of the pieces. */
  public PieceHashes hashes() {
    return hashes;
  }

  long endOf(int piece) {
    return layout.offset(piece) + size(piece);
  }

  /** How many pieces are completely within the first {@code bytes} of the single file. */
  int wholeIn(long bytes) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (endOf(middle) <= bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Bytes of all files. */
  public long length() {
    return layout.length();
  }

  /** Whether this range lies within one piece. */
  public boolean contains(int piece, int begin, int length) {
    return piece >= 0 && piece < count() && begin >= 0 && begin <= size(piece) - length;
  }

  /**
   * Whether a piece has the hash that it must have.
   *
   * @throws IllegalStateException when that is not known yet
   */
  public boolean matches(int piece, PieceHash hash) {
    PieceHash expected = hashes.hash(piece);
    if (expected == null) {
      throw new IllegalStateException("the hash of piece " + piece + " is not known");
    }
    return expected.equals(hash);
  }

  /** Blocking. Makes {@link #isZero} know zeros; hashes a piece of them the first time. */
  public void learnZeros() {
    int length = fullLength();
    int last = count() - 1;
    if (layout.largest() == length) {
      zero = ZeroHashes.of(length, tree == null ? PieceHashes.FLAT : ZeroHashes.layer(length));
    }
    if (entries == null && size(last) < length) {
      lastZero =
          tree == null
              ? ZeroHashes.of(size(last), PieceHashes.FLAT)
              : new PieceHash(new ZeroNodes().of(size(last), nodeLayer(last)));
    }
    if (entries != null) {
      shortZeros = shortZeros(length);
    }
  }

  private ShortZeros shortZeros(int fullLength) {
    ShortZeros found = new ShortZeros(hashes);
    ZeroNodes nodes = new ZeroNodes();
    for (int piece = 0; piece < count(); piece++) {
      if (size(piece) < fullLength) {
        found.look(piece, size(piece), nodes);
      }
    }
    return found;
  }

  /** Whether a piece has nothing but zeros, as far as its hash is known. */
  public boolean isZero(int piece) {
    boolean full = size(piece) == fullLength();
    ShortZeros known = shortZeros;
    if (!full && known != null) {
      return known.isZero(piece, size(piece));
    }
    PieceHash expected = full ? zero : piece == count() - 1 ? lastZero : null;
    return expected != null && expected.equals(hashes.hash(piece));
  }

  private int fullLength() {
    return tree == null ? layout.largest() : tree.pieceLength();
  }

  private static int[] entries(FileTree tree) {
    int[] entries = new int[tree.pieces()];
    for (int entry = 0; entry < tree.size(); entry++) {
      int begin = tree.firstPiece(entry);
      Arrays.fill(entries, begin, begin + tree.pieces(entry), entry);
    }
    return entries;
  }
}
