package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Hashes consecutive bytes of a file, beginning with a piece, to the node above them. It allocates
 * nothing while it hashes, and can be used again. Belongs to one thread at a time.
 */
public final class SubtreeHasher {
  private static final int HASH = Sha256.LENGTH;

  /** For each layer the node that waits for its right sibling, and room for that sibling. */
  private final byte[] nodes = new byte[2 * HASH * (HashRange.MAX_LAYER + 1)];

  private final MessageDigest digest = Sha256.digest();
  private long leaves;
  private int inLeaf;

  /** How many bytes were hashed. */
  public long length() {
    return leaves * TreeShape.LEAF + inLeaf;
  }

  /** Hashes further bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int part = Math.min(end - at, TreeShape.LEAF - inLeaf);
      digest.update(bytes, at, part);
      hashed(part);
      at += part;
    }
  }

  /** Hashes all remaining bytes of {@code bytes}. */
  public void update(ByteBuffer bytes) {
    int end = bytes.limit();
    while (bytes.position() < end) {
      int part = Math.min(end - bytes.position(), TreeShape.LEAF - inLeaf);
      bytes.limit(bytes.position() + part);
      digest.update(bytes);
      bytes.limit(end);
      hashed(part);
    }
  }

  /**
   * The node of a layer above all bytes so far, with zeros for missing leaves. Afterwards the
   * hasher begins again.
   *
   * @throws IllegalStateException when there were no bytes, or more than the node covers
   */
  public Bytes32 finish(int layer) {
    if (length() < 1 || length() > (long) TreeShape.LEAF << layer) {
      throw new IllegalStateException(length() + " bytes have no node in layer " + layer);
    }
    if (inLeaf > 0) {
      endLeaf();
    }
    boolean carried = false;
    for (int below = 0; below < layer; below++) {
      boolean waits = waits(below);
      if (waits || carried) {
        digest.update(nodes, slot(below, 0), waits && carried ? 2 * HASH : HASH);
        if (!(waits && carried)) {
          Padding.update(digest, below);
        }
        carried = true;
        put(below + 1, waits(below + 1) ? 1 : 0);
      }
    }
    reset();
    return Bytes32.of(nodes, slot(layer, 0));
  }

  /** The root of a file that has all bytes so far. Afterwards the hasher begins again. */
  public Bytes32 finish() {
    return finish(TreeShape.log2(Math.ceilDiv(length(), (long) TreeShape.LEAF)));
  }

  /** Drops everything that was hashed. */
  public void reset() {
    digest.reset();
    leaves = 0;
    inLeaf = 0;
  }

  private void hashed(int part) {
    inLeaf += part;
    if (inLeaf == TreeShape.LEAF) {
      endLeaf();
    }
  }

  private void endLeaf() {
    long index = leaves;
    put(0, (int) (index & 1));
    for (int layer = 0; (index & 1) == 1; layer++) {
      digest.update(nodes, slot(layer, 0), 2 * HASH);
      index >>>= 1;
      put(layer + 1, (int) (index & 1));
    }
    leaves++;
    inLeaf = 0;
  }

  /** Whether a node of this layer waits for its right sibling. */
  private boolean waits(int layer) {
    return (leaves >>> layer & 1) == 1;
  }

  private void put(int layer, int side) {
    Sha256.finish(digest, nodes, slot(layer, side));
  }

  private static int slot(int layer, int side) {
    return (2 * layer + side) * HASH;
  }
}
