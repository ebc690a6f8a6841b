package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;

/**
 * The nodes after the end of a file, which are the same for each layer. Such a leaf is 32 zero
 * bytes.
 */
final class Padding {
  private static final byte[] NODES = nodes();

  private Padding() {}

  /** Hashes the padding node of a layer. */
  static void update(MessageDigest digest, int layer) {
    digest.update(NODES, layer * Sha256.LENGTH, Sha256.LENGTH);
  }

  /** Writes the padding node of a layer. */
  static void write(int layer, byte[] target, int offset) {
    System.arraycopy(NODES, layer * Sha256.LENGTH, target, offset, Sha256.LENGTH);
  }

  private static byte[] nodes() {
    byte[] nodes = new byte[(HashRange.MAX_LAYER + 1) * Sha256.LENGTH];
    MessageDigest digest = Sha256.digest();
    for (int offset = 0; offset < nodes.length - Sha256.LENGTH; offset += Sha256.LENGTH) {
      digest.update(nodes, offset, Sha256.LENGTH);
      digest.update(nodes, offset, Sha256.LENGTH);
      Sha256.finish(digest, nodes, offset + Sha256.LENGTH);
    }
    return nodes;
  }
}
