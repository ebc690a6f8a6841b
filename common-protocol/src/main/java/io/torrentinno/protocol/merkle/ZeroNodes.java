package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The nodes above bytes of a file that are all zeros. It hashes at most one leaf for each length
 * that the last leaf can have, and remembers the result. Belongs to one thread at a time.
 */
public final class ZeroNodes {
  private static final int HASH = Sha256.LENGTH;
  private static final byte[] LEAF = new byte[TreeShape.LEAF];

  /** For each layer, the node above zeros alone, and none of them missing. */
  private static final byte[] FULL = full();

  private final MessageDigest digest = Sha256.digest();
  private final byte[][] leaves = new byte[TreeShape.LEAF][];

  private static byte[] full() {
    byte[] nodes = new byte[(HashRange.MAX_LAYER + 1) * HASH];
    MessageDigest digest = Sha256.digest();
    digest.update(LEAF);
    Sha256.finish(digest, nodes, 0);
    for (int offset = 0; offset < nodes.length - HASH; offset += HASH) {
      digest.update(nodes, offset, HASH);
      digest.update(nodes, offset, HASH);
      Sha256.finish(digest, nodes, offset + HASH);
    }
    return nodes;
  }

  /**
   * The node above these zeros, with padding for missing leaves; as {@link SubtreeHasher#finish}.
   *
   * @param length how many zeros, from 1 to all that a node of the layer covers
   */
  public Bytes32 of(long length, int layer) {
    if (length < 1 || length > (long) TreeShape.LEAF << layer) {
      throw new IllegalArgumentException(length + " bytes have no node in layer " + layer);
    }
    long last = (length - 1) / TreeShape.LEAF;
    byte[] node = leaf((int) (length - last * TreeShape.LEAF)).clone();
    for (int below = 0; below < layer; below++) {
      if ((last >>> below & 1) == 1) {
        digest.update(FULL, below * HASH, HASH);
        digest.update(node);
      } else {
        digest.update(node);
        Padding.update(digest, below);
      }
      Sha256.finish(digest, node, 0);
    }
    return Bytes32.of(node, 0);
  }

  private byte[] leaf(int length) {
    byte @Nullable [] known = leaves[length - 1];
    if (known == null) {
      digest.update(LEAF, 0, length);
      known = new byte[HASH];
      Sha256.finish(digest, known, 0);
      leaves[length - 1] = known;
    }
    return known;
  }
}
