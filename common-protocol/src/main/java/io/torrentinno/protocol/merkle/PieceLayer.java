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
 * The hashes of a file's pieces, 32 bytes each. It computes the root, and proofs for other peers.
 * In a file of a single piece the hash of the piece is the root. Immutable.
 */
public final class PieceLayer {
  private static final int HASH = Sha256.LENGTH;

  /** One layer this far above the pieces is kept, so that proofs need little hashing. */
  private static final int KEPT = TreeShape.log2(HashRange.MAX_LENGTH);

  private final TreeShape shape;
  private final byte[] hashes;
  private final byte[] kept;

  /**
   * A layer of hashes from any source; the caller compares its root.
   *
   * @param hashes of all pieces in file order, one after the other; copied
   * @throws IllegalArgumentException when their number is not the number of pieces
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

  private PieceLayer(TreeShape shape, byte[] hashes, byte[] kept) {
    this.shape = shape;
    this.hashes = hashes;
    this.kept = kept;
  }

  /**
   * A layer whose hashes were proven by ranges, so that nothing has to be hashed.
   *
   * @param hashes of all pieces, not to be changed from then on
   * @param tops the nodes of all ranges of {@link HashRange#MAX_LENGTH} pieces, at least those that
   *     have all their pieces
   */
  static PieceLayer proven(TreeShape shape, byte[] hashes, byte[] tops) {
    return new PieceLayer(shape, hashes, Arrays.copyOf(tops, (shape.pieces() >> KEPT) * HASH));
  }

  /** The shape of the tree. */
  public TreeShape shape() {
    return shape;
  }

  /** The hash of one piece. */
  public PieceHash hash(int piece) {
    Objects.checkIndex(piece, shape.pieces());
    return PieceHash.of(hashes, piece * HASH);
  }

  /** A new array with all hashes in file order, 32 bytes each. */
  public byte[] toBytes() {
    return hashes.clone();
  }

  /** The root, computed from the hashes. */
  public FileRoot root() {
    byte[] root = new byte[HASH];
    write(shape.height() - shape.pieceLayer(), 0, root, 0, Sha256.digest());
    return FileRoot.of(root, 0);
  }

  /**
   * The hashes of a range, then their proof from the top of the range upwards: for each layer the
   * sibling of the node on the way to the root.
   *
   * @param range a range that the tree has
   * @return 32 bytes for each hash; null for a layer below that of the pieces
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

  /** Writes the node that is {@code above} layers above the pieces. */
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
