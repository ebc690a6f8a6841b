package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;

/** Hashes nodes of one layer to the node above all of them. */
final class Fold {
  private static final int HASH = Sha256.LENGTH;

  private Fold() {}

  /**
   * Leaves the top in the first 32 bytes.
   *
   * @param nodes one behind the other; overwritten
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
