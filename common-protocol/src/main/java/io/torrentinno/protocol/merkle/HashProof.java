package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks hashes of a peer against the root of the file. */
public final class HashProof {
  private static final int HASH = Sha256.LENGTH;

  private HashProof() {}

  /**
   * Whether the hashes belong to the file of {@code range}.
   *
   * @param shape of the file
   * @param range a range that the tree has
   * @param hashes the hashes of the range, then their proof, as {@link PieceLayer#prove} writes
   *     them
   */
  public static boolean holds(TreeShape shape, HashRange range, byte[] hashes) {
    return top(shape, range, hashes) != null;
  }

  /** The node above all hashes of a range, 32 bytes; null when {@link #holds} is false of them. */
  static byte @Nullable [] top(TreeShape shape, HashRange range, byte[] hashes) {
    int count = shape.hashesIn(range);
    if (hashes.length != (count + shape.proofLength(range)) * HASH) {
      return null;
    }
    MessageDigest digest = Sha256.digest();
    byte[] nodes = Arrays.copyOf(hashes, range.length() * HASH);
    for (int i = count; i < range.length(); i++) {
      Padding.write(range.layer(), nodes, i * HASH);
    }
    Fold.toTop(nodes, range.length(), digest);
    byte[] top = Arrays.copyOf(nodes, HASH);
    int node = range.index() / range.length();
    for (int at = count * HASH; at < hashes.length; at += HASH, node >>= 1) {
      boolean right = (node & 1) == 1;
      digest.update(right ? hashes : nodes, right ? at : 0, HASH);
      digest.update(right ? nodes : hashes, right ? 0 : at, HASH);
      Sha256.finish(digest, nodes, 0);
    }
    return FileRoot.of(nodes, 0).equals(range.root()) ? top : null;
  }
}
