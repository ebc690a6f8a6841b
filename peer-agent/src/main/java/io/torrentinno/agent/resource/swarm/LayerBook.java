package io.torrentinno.agent.resource.swarm;

import io.torrentinno.agent.content.hashes.LayerStore;
import io.torrentinno.agent.content.hashes.PieceHashes;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.HashRange;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The hashes of a resource with a manifest of version 2, for its session. */
public final class LayerBook implements HashBook {
  private final LayerStore store;
  private final int count;

  /** The book of a resource with this many pieces. */
  public LayerBook(LayerStore store, int pieces) {
    this.store = store;
    this.count = store.missing() == 0 ? 0 : pieces;
  }

  /** The book of a resource with this many pieces, whichever version its manifest has. */
  static HashBook of(PieceHashes hashes, int pieces) {
    return hashes instanceof LayerStore store ? new LayerBook(store, pieces) : COMPLETE;
  }

  @Override
  public boolean needsTi2() {
    return true;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean isKnown(int piece) {
    return store.isKnown(piece);
  }

  @Override
  public @Nullable HashRange missing(int piece) {
    return store.missing(piece);
  }

  @Override
  public IntStream pieces(HashRange range) {
    return store.pieces(range);
  }

  @Override
  public boolean accept(HashRange range, Bytes hashes) {
    return store.accept(range, hashes.toArray());
  }

  @Override
  public boolean has(HashRange range) {
    return store.has(range);
  }

  @Override
  public boolean isUsual(HashRange range) {
    return store.isUsual(range);
  }

  @Override
  public @Nullable Bytes prove(HashRange range) {
    byte[] proof = store.prove(range);
    return proof == null ? null : Bytes.copyOf(proof);
  }

  @Override
  public long provable() {
    return store.provable();
  }
}
