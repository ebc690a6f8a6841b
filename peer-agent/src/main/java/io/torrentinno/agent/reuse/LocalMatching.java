package io.torrentinno.agent.reuse;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.state.StateFolder;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.memory.MemoryBudget;
import io.torrentinno.agent.memory.MemoryShortage;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.RootIndex;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.FileRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One search for what other resources have of a tree. Blocking; belongs to one thread. */
final class LocalMatching {
  /** The number of entries of other resources that are compared. */
  private static final int MAX_ENTRIES = 2_000_000;

  /** The number of pieces of other resources that are compared; their hashes take 16 MiB. */
  private static final int MAX_PIECES = 1 << 18;

  private static final Logger log = LoggerFactory.getLogger(LocalMatching.class);

  private final StateFolder state;
  private final ManifestV2 target;
  private final FileTree tree;
  private final LayerStore layers;
  private final Bitfield verified;
  private final RootIndex roots;
  private final SameFiles files;

  /**
   * A search.
   *
   * @param layers the hashes of the target's pieces; gets those that others have
   * @param verified the pieces that need not be found
   */
  LocalMatching(StateFolder state, ManifestV2 target, LayerStore layers, Bitfield verified) {
    this.state = state;
    this.target = target;
    this.tree = target.files();
    this.layers = layers;
    this.verified = verified;
    this.roots = new RootIndex(tree);
    this.files = new SameFiles(tree);
  }

  /**
   * Looks through others, in this order.
   *
   * @param budget for the hashes of pieces
   */
  LocalContent match(List<HeldContent> holders, MemoryBudget budget) {
    int left = MAX_ENTRIES;
    for (HeldContent holder : holders) {
      left -= holder.tree().size();
      if (left >= 0) {
        matchFiles(holder);
      }
    }
    List<LocalContent.WholePieces> found = new ArrayList<>();
    if (!files.isEmpty()) {
      found.add(files);
    }
    boolean anyMissing = isAnyMissing();
    int room = anyMissing ? room(holders) : 0;
    MemoryBudget.Reservation memory = room > 0 ? reserve(budget, room) : null;
    if (memory != null) {
      found.add(matchPieces(holders, room));
    }
    HintReading reading = new HintReading(target, holders, budget);
    return new LocalContent(
        List.copyOf(found), memory, anyMissing && reading.isWorthAsking() ? reading : null);
  }

  /** Null when there is not enough memory now. */
  private static MemoryBudget.@Nullable Reservation reserve(MemoryBudget budget, int room) {
    try {
      return budget.reserve(PieceIndex.memoryFor(room), Duration.ZERO);
    } catch (MemoryShortage e) {
      log.debug("Pieces are not looked for by their hashes: {}", e.getMessage());
      return null;
    }
  }

  private void matchFiles(HeldContent holder) {
    FileTree held = holder.tree();
    LayerStore known = null;
    boolean found = false;
    for (int other = 0; other < held.size(); other++) {
      FileRoot root = held.root(other);
      int place = root == null ? -1 : roots.place(root);
      if (place < 0 || files.hasEntry(roots.entry(place)) || !holder.holds(other)) {
        continue;
      }
      int first = roots.entry(place);
      for (; place < roots.size() && isOf(roots.entry(place), root); place++) {
        if (!found) {
          files.begin(holder);
          found = true;
        }
        files.add(roots.entry(place), other);
      }
      if (held.pieceLength() == tree.pieceLength() && !layers.isKnown(tree.firstPiece(first))) {
        known = known == null ? layersOf(holder) : known;
        PieceLayer layer = known.layer(other);
        if (layer != null) {
          layers.add(first, layer);
        }
      }
    }
  }

  private boolean isOf(int entry, @Nullable FileRoot root) {
    return Objects.equals(tree.root(entry), root);
  }

  /** Whether pieces are missing that are to be looked for by their hashes. */
  private boolean isAnyMissing() {
    for (int entry = 0; entry < tree.size(); entry++) {
      if (tree.pieces(entry) > 1 && !files.hasEntry(entry)) {
        int piece = verified.nextClear(tree.firstPiece(entry));
        if (piece >= 0 && piece < tree.firstPiece(entry) + tree.pieces(entry)) {
          return true;
        }
      }
    }
    return false;
  }

  private int room(List<HeldContent> holders) {
    long pieces = 0;
    for (HeldContent holder : holders) {
      pieces += isComparable(holder) ? holder.tree().pieces() : 0;
    }
    return (int) Math.min(pieces, MAX_PIECES);
  }

  private SamePieces matchPieces(List<HeldContent> holders, int room) {
    SamePieces pieces = new SamePieces(tree, layers, room);
    for (HeldContent holder : holders) {
      if (isComparable(holder) && !pieces.isFull()) {
        pieces.add(holder, layersOf(holder));
      }
    }
    return pieces;
  }

  private boolean isComparable(HeldContent holder) {
    FileTree held = holder.tree();
    return held.pieceLength() == tree.pieceLength() && hasLayers(held);
  }

  /** Whether a tree has files of several pieces. */
  static boolean hasLayers(FileTree tree) {
    for (int entry = 0; entry < tree.size(); entry++) {
      if (tree.pieces(entry) > 1) {
        return true;
      }
    }
    return false;
  }

  private LayerStore layersOf(HeldContent holder) {
    return holder.layers(state);
  }
}
