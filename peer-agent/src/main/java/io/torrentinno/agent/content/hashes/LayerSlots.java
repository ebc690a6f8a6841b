package io.torrentinno.agent.content.hashes;

import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.RootIndex;
import io.torrentinno.protocol.merkle.TreeShape;
import io.torrentinno.protocol.model.FileRoot;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the piece layers of a resource. Files with the same bytes have the same layer. A file of
 * a single piece has none, because the hash of the piece is its root. Immutable.
 */
final class LayerSlots {
  private static final int NONE = -1;

  private final FileTree tree;
  private final RootIndex index;

  /** The number of each entry's layer, or {@link #NONE}. */
  private final int[] slots;

  /** For each layer, the place in the index of the first file with this layer. */
  private final int[] places;

  /**
   * For each layer, the number of hashes of the layers before it; then the number of all hashes.
   */
  private final int[] begins;

  LayerSlots(FileTree tree) {
    this.tree = tree;
    this.index = new RootIndex(tree);
    this.slots = new int[tree.size()];
    Arrays.fill(slots, NONE);
    IntStream.Builder firsts = IntStream.builder();
    FileRoot last = null;
    int count = 0;
    for (int place = 0; place < index.size(); place++) {
      int entry = index.entry(place);
      if (tree.pieces(entry) > 1) {
        FileRoot root = tree.root(entry);
        if (!Objects.equals(root, last)) {
          firsts.add(place);
          last = root;
          count++;
        }
        slots[entry] = count - 1;
      }
    }
    places = firsts.build().toArray();
    begins = new int[count + 1];
    for (int slot = 0; slot < count; slot++) {
      begins[slot + 1] = begins[slot] + tree.pieces(file(slot));
    }
  }

  /** How many layers there are. */
  int count() {
    return places.length;
  }

  /** How many hashes all layers have. */
  int hashes() {
    return begins[count()];
  }

  /** How many hashes the layers before this one have. */
  int begin(int slot) {
    return begins[slot];
  }

  /** The layer of an entry; negative when its hashes need none. */
  int slot(int entry) {
    return slots[entry];
  }

  /** The first of the files that have a layer. */
  int file(int slot) {
    return index.entry(places[slot]);
  }

  /** All files that have a layer. */
  IntStream files(int slot) {
    return IntStream.range(places[slot], index.size())
        .map(index::entry)
        .takeWhile(entry -> slots[entry] == slot);
  }

  /** The root of a layer. */
  FileRoot root(int slot) {
    return Objects.requireNonNull(tree.root(file(slot)));
  }

  /** The hash tree that a layer belongs to. */
  TreeShape shape(int slot) {
    return shapeOf(file(slot));
  }

  /** The hash tree of the files with this root; null when there is none. */
  @Nullable TreeShape shape(FileRoot root) {
    int entry = index.find(root);
    return entry < 0 ? null : shapeOf(entry);
  }

  /** The layer of the files with this root; negative when there is none. */
  int slot(FileRoot root) {
    int entry = index.find(root);
    return entry < 0 ? NONE : slots[entry];
  }

  /** The hash tree of an entry that is a file and not empty. */
  TreeShape shapeOf(int entry) {
    return new TreeShape(tree.length(entry), tree.pieceLength());
  }
}
