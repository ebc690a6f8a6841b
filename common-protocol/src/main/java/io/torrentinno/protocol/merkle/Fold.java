package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;

/** Computes the node above a number of nodes of one layer. */
final class Fold {
  private static final int HASH = Sha256.LENGTH;

  private Fold() {}

  /**
   * Writes the top node into the first 32 bytes.
   *
   * @param nodes one after the other; overwritten
   * @param count a power of two
   */
  static void toTop(byte[] nodes, int count, MessageDigest digest) {
    for (int left = count / 2; left > 0; left /= 2) {
      for (int i = 0; i < left; i++) {
        digest.update(nodes, 2 * i * HASH, 2 * HASH);
        Sha256.finish(digest, nodes, i * HASH);
      }
    }
  }
}
