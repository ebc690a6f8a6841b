package io.torrentinno.agent.content.hashes;

import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.merkle.PartialLayer;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.merkle.TreeShape;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of the pieces of a resource with a manifest of version 2. It holds 32 bytes for each
 * piece of a file with several pieces. The hash of the only piece of a file is the root of the
 * file. Every hash was proven.
 */
public final class LayerStore implements PieceHashes, AutoCloseable {
  /** Bytes that a layer takes besides its hashes. */
  private static final int BYTES_PER_LAYER = 112;

  private static final int BYTES_PER_ENTRY = 8;

  private final FileTree tree;
  private final LayerSlots slots;

  /** Null when there is nothing to save, or nowhere to save it. */
  private final @Nullable LayerFile file;

  private final long provable;

  // All guarded by this.
  private final @Nullable PieceLayer[] layers;
  private final Map<Integer, PartialLayer> partial = new HashMap<>();
  private Map<Integer, PieceLayer> unsaved = new HashMap<>();
  private int missing;

  private LayerStore(FileTree tree, @Nullable Path path) {
    this.tree = tree;
    this.slots = new LayerSlots(tree);
    this.file = path == null || slots.count() == 0 ? null : new LayerFile(path, slots);
    this.layers = new PieceLayer[slots.count()];
    long toProve = 0;
    for (int slot = 0; slot < layers.length; slot++) {
      missing += (int) slots.files(slot).count() * slots.shape(slot).pieces();
      toProve += PartialLayer.hashesToSend(slots.shape(slot));
    }
    this.provable = toProve;
  }

  /**
   * A store with the layers that were saved. Blocking.
   *
   * @param path of the file for the layers, which is created when there is something to save
   */
  public static LayerStore open(Path path, FileTree tree) {
    LayerStore store = new LayerStore(tree, path);
    if (store.file != null) {
      store.file.load((layer, slot) -> store.take(slot, layer));
    }
    return store;
  }

  /** A store that saves nothing. */
  public static LayerStore inMemory(FileTree tree) {
    return new LayerStore(tree, null);
  }

  /** Bytes of heap that a store for this tree takes at most. */
  public static long memoryFor(FileTree tree) {
    long bytes = (long) BYTES_PER_ENTRY * tree.size();
    for (int entry = 0; entry < tree.size(); entry++) {
      int pieces = tree.pieces(entry);
      bytes += pieces > 1 ? BYTES_PER_LAYER + (long) PieceHash.LENGTH * pieces : 0;
    }
    return bytes;
  }

  @Override
  public @Nullable PieceHash hash(int piece) {
    int entry = tree.entryOf(piece);
    int slot = slots.slot(entry);
    if (slot < 0) {
      return new PieceHash(Objects.requireNonNull(tree.root(entry)).value());
    }
    int inFile = piece - tree.firstPiece(entry);
    synchronized (this) {
      PieceLayer whole = layers[slot];
      if (whole != null) {
        return whole.hash(inFile);
      }
      PartialLayer part = partial.get(slot);
      return part == null ? null : part.hash(inFile);
    }
  }

  @Override
  public boolean isKnown(int piece) {
    int entry = tree.entryOf(piece);
    int slot = slots.slot(entry);
    if (slot < 0) {
      return true;
    }
    synchronized (this) {
      PartialLayer part = partial.get(slot);
      return layers[slot] != null
          || (part != null && part.hash(piece - tree.firstPiece(entry)) != null);
    }
  }

  @Override
  public synchronized int missing() {
    return missing;
  }

  @Override
  public int nodeLayer(int piece) {
    return slots.shapeOf(tree.entryOf(piece)).pieceLayer();
  }

  /** The layer of a file of several pieces; null while a part of it is not known. */
  public synchronized @Nullable PieceLayer layer(int entry) {
    int slot = slots.slot(entry);
    return slot < 0 ? null : layers[slot];
  }

  /**
   * Adds the layer of a file that was hashed here.
   *
   * @throws IllegalArgumentException when it is not the layer of the entry
   */
  public void add(int entry, PieceLayer layer) {
    if (!layer.root().equals(tree.root(entry))) {
      throw new IllegalArgumentException("not the layer of entry " + entry);
    }
    int slot = slots.slot(entry);
    synchronized (this) {
      if (slot >= 0 && layers[slot] == null) {
        take(slot, layer);
        unsaved.put(slot, layer);
      }
    }
  }

  /** The range to ask a peer for, to know the hash of a piece; null when it is known. */
  public @Nullable HashRange missing(int piece) {
    int entry = tree.entryOf(piece);
    int slot = slots.slot(entry);
    if (slot < 0) {
      return null;
    }
    int inFile = piece - tree.firstPiece(entry);
    synchronized (this) {
      if (layers[slot] != null) {
        return null;
      }
      PartialLayer part = partial(slot);
      return part.hash(inFile) == null ? part.range(part.rangeOf(inFile)) : null;
    }
  }

  /** The pieces whose hashes a range has that {@link #missing(int)} gave. */
  public IntStream pieces(HashRange range) {
    int slot = slots.slot(range.root());
    int count = slots.shape(slot).hashesIn(range);
    return slots
        .files(slot)
        .map(entry -> tree.firstPiece(entry) + range.index())
        .flatMap(first -> IntStream.range(first, first + count));
  }

  /**
   * Takes the answer of a peer for a range that {@link #missing(int)} returned.
   *
   * @param hashes the hashes of the range, then their proof
   * @return false when they do not lead to the root
   */
  public synchronized boolean accept(HashRange range, byte[] hashes) {
    int slot = slots.slot(range.root());
    if (layers[slot] != null) {
      return true;
    }
    PartialLayer part = partial(slot);
    int number = part.rangeOf(range.index());
    boolean news = part.hash(range.index()) == null;
    if (!part.add(number, hashes)) {
      return false;
    }
    if (news) {
      missing -= (int) slots.files(slot).count() * slots.shape(slot).hashesIn(range);
    }
    PieceLayer whole = part.whole();
    if (whole != null) {
      partial.remove(slot);
      layers[slot] = whole;
      unsaved.put(slot, whole);
    }
    return true;
  }

  /** Whether a file of the resource has this range. */
  public boolean has(HashRange range) {
    TreeShape shape = slots.shape(range.root());
    return shape != null && shape.has(range);
  }

  /** Whether it is a range that {@link #missing(int)} can return. */
  public boolean isUsual(HashRange range) {
    int slot = slots.slot(range.root());
    return slot >= 0 && PartialLayer.isUsual(slots.shape(slot), range);
  }

  /** A range that {@link #has} knows, and its proof; null when they are not known. */
  public byte @Nullable [] prove(HashRange range) {
    PieceLayer whole = layerOf(range.root());
    return whole == null ? null : whole.prove(range);
  }

  /** How many hashes a peer needs that has none yet, including those of the proofs. */
  public long provable() {
    return provable;
  }

  /** Whether {@link #save} would write something. */
  public synchronized boolean hasUnsaved() {
    return !unsaved.isEmpty();
  }

  /** Writes the new layers onto the disk; blocking. */
  public void save() throws IOException {
    Map<Integer, PieceLayer> fresh;
    synchronized (this) {
      fresh = unsaved;
      unsaved = new HashMap<>(); // Not copied: an event loop may wait for the lock.
    }
    if (file == null || fresh.isEmpty()) {
      return;
    }
    try {
      file.save(fresh);
    } catch (IOException e) {
      synchronized (this) {
        fresh.forEach(unsaved::putIfAbsent);
      }
      throw e;
    }
  }

  /** Saves new layers. */
  @Override
  public void close() throws IOException {
    save();
  }

  private synchronized @Nullable PieceLayer layerOf(FileRoot root) {
    int slot = slots.slot(root);
    return slot < 0 ? null : layers[slot];
  }

  private PartialLayer partial(int slot) {
    return partial.computeIfAbsent(
        slot, _ -> new PartialLayer(slots.shape(slot), slots.root(slot)));
  }

  private synchronized void take(int slot, PieceLayer layer) {
    int hashes = slots.shape(slot).pieces();
    PartialLayer part = partial.remove(slot);
    for (int piece = 0; part != null && piece < layer.shape().pieces(); piece++) {
      hashes -= part.hash(piece) == null ? 0 : 1;
    }
    missing -= (int) slots.files(slot).count() * hashes;
    layers[slot] = layer;
  }
}
