package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of a file's pieces, 32 bytes each, and what can be made of them: the root, and proofs
 * for other peers. In a file of a single piece its hash is the root. Immutable.
 */
public final class PieceLayer {
  private static final int HASH = Sha256.LENGTH;

  /** One node in this many layers above the pieces is kept, so that proofs need little hashing. */
  private static final int KEPT = TreeShape.log2(HashRange.MAX_LENGTH);

  private final TreeShape shape;
  private final byte[] hashes;
  private final byte[] kept;

  /**
   * A layer of hashes that have come from wherever; compare its root.
   *
   * @param hashes of all pieces in file order, one behind the other; copied
   * @throws IllegalArgumentException when there are not as many as the file has pieces
   */
  public PieceLayer(TreeShape shape, byte[] hashes) {
    if (hashes.length != HASH * shape.pieces()) {
      throw new IllegalArgumentException(
          hashes.length + " bytes of hashes for " + shape.pieces() + " pieces");
    }
    this.shape = shape;
    this.hashes = hashes.clone();
    this.kept = keep();
  }

  /** What tree the layer is of. */
  public TreeShape shape() {
    return shape;
  }

  /** The node of one piece. */
  public PieceHash hash(int piece) {
    Objects.checkIndex(piece, shape.pieces());
    return PieceHash.of(hashes, piece * HASH);
  }

  /** A new array with all hashes in file order, 32 bytes each. */
  public byte[] toBytes() {
    return hashes.clone();
  }

  /** The root that follows from the hashes. */
  public FileRoot root() {
    byte[] root = new byte[HASH];
    write(shape.height() - shape.pieceLayer(), 0, root, 0, Sha256.digest());
    return FileRoot.of(root, 0);
  }

  /**
   * The hashes of a range, then those that prove it, from its top upwards: at each layer the node
   * beside the one that leads to the root.
   *
   * @param range one that the tree has
   * @return 32 bytes a hash; null for a layer below that of the pieces
   */
  public byte @Nullable [] prove(HashRange range) {
    int above = range.layer() - shape.pieceLayer();
    if (above < 0) {
      return null;
    }
    int count = shape.hashesIn(range);
    byte[] answer = new byte[(count + shape.proofLength(range)) * HASH];
    MessageDigest digest = Sha256.digest();
    int at = 0;
    for (int i = 0; i < count; i++, at += HASH) {
      write(above, range.index() + i, answer, at, digest);
    }
    int node = range.index() / range.length();
    for (above += TreeShape.log2(range.length()); at < answer.length; above++, at += HASH) {
      write(above, node ^ 1, answer, at, digest);
      node >>= 1;
    }
    return answer;
  }

  private byte[] keep() {
    int count = shape.pieces() >> KEPT;
    byte[] nodes = new byte[count * HASH];
    MessageDigest digest = Sha256.digest();
    byte[] scratch = new byte[HashRange.MAX_LENGTH * HASH];
    for (int i = 0; i < count; i++) {
      System.arraycopy(hashes, i * scratch.length, scratch, 0, scratch.length);
      Fold.toTop(scratch, HashRange.MAX_LENGTH, digest);
      System.arraycopy(scratch, 0, nodes, i * HASH, HASH);
    }
    return nodes;
  }

  /** Writes a node, {@code above} layers above the pieces. */
  private void write(int above, int index, byte[] target, int offset, MessageDigest digest) {
    if ((long) index << above >= shape.pieces()) {
      Padding.write(shape.pieceLayer() + above, target, offset);
    } else if (above == 0) {
      System.arraycopy(hashes, index * HASH, target, offset, HASH);
    } else if (above == KEPT && index < kept.length / HASH) {
      System.arraycopy(kept, index * HASH, target, offset, HASH);
    } else {
      byte[] below = new byte[2 * HASH];
      write(above - 1, 2 * index, below, 0, digest);
      write(above - 1, 2 * index + 1, below, HASH, digest);
      digest.update(below);
      Sha256.finish(digest, target, offset);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceLayer that
        && shape.equals(that.shape)
        && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }
}
