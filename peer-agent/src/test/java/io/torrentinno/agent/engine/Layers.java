package io.torrentinno.agent.engine;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.resource.swarm.LayerBook;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.merkle.TreeShape;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/** A resource with a manifest of version 2, whose hashes are made up. */
public final class Layers {
  public static final int PIECE = 64 * 1024;

  private final List<PieceLayer> layers = new ArrayList<>();
  private final FileTree tree;

  /** Files of so many pieces each, in this order. */
  public Layers(int... pieces) {
    List<Entry> files = new ArrayList<>();
    for (int file = 0; file < pieces.length; file++) {
      byte[] hashes = new byte[pieces[file] * FileRoot.LENGTH];
      new Random(file).nextBytes(hashes);
      long size = (long) pieces[file] * PIECE;
      PieceLayer layer = new PieceLayer(new TreeShape(size, PIECE), hashes);
      layers.add(layer);
      files.add(new Entry.File(List.of("%05d".formatted(file)), size, layer.root(), false));
    }
    try {
      tree = FileTreeBuilder.build(files, PIECE);
    } catch (ManifestException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public PieceLayout layout() {
    return new PieceLayout(IntStream.range(0, tree.pieces()).map(tree::pieceSize).toArray());
  }

  /** The layer of a file. */
  public PieceLayer layer(int file) {
    return layers.get(file);
  }

  /** What a peer knows that has the info document alone. */
  public LayerBook none() {
    return book(LayerStore.inMemory(tree));
  }

  /** What a peer knows that has everything. */
  public LayerBook all() {
    return first(layers.size());
  }

  /** What a peer knows that has the first few files. */
  public LayerBook first(int files) {
    LayerStore store = LayerStore.inMemory(tree);
    for (int file = 0; file < files; file++) {
      store.add(file, layers.get(file));
    }
    return book(store);
  }

  /** The range of hashes that peers ask for, of a file of up to 2,048 pieces. */
  public HashRange range(int file) {
    return Objects.requireNonNull(none().missing(tree.firstPiece(file)));
  }

  private LayerBook book(LayerStore store) {
    return new LayerBook(store, tree.pieces());
  }
}
