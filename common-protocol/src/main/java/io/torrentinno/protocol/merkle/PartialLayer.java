package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The piece layer of a file as it comes from peers, range by range, each judged by the root before
 * it counts.
 */
public final class PartialLayer {
  private static final int HASH = Sha256.LENGTH;

  private final TreeShape shape;
  private final FileRoot root;
  private final int rangeLength;
  private final byte[] hashes;
  private final BitSet here = new BitSet();

  /** A layer of which nothing is here. */
  public PartialLayer(TreeShape shape, FileRoot root) {
    this.shape = shape;
    this.root = root;
    this.rangeLength = 1 << rangeHeight(shape);
    this.hashes = new byte[shape.pieces() * HASH];
  }

  /** How many hashes the answers to all ranges of a tree have, their proofs included. */
  public static long hashesToSend(TreeShape shape) {
    int proof = shape.height() - shape.pieceLayer() - rangeHeight(shape);
    return shape.pieces() + (long) proof * Math.ceilDiv(shape.pieces(), 1 << rangeHeight(shape));
  }

  /** Whether a tree's range is one of those to ask for. */
  public static boolean isUsual(TreeShape shape, HashRange range) {
    return range.layer() == shape.pieceLayer() && range.length() == 1 << rangeHeight(shape);
  }

  private static int rangeHeight(TreeShape shape) {
    return Math.min(TreeShape.log2(HashRange.MAX_LENGTH), shape.height() - shape.pieceLayer());
  }

  /** How many ranges there are to ask for. */
  public int ranges() {
    return Math.ceilDiv(shape.pieces(), rangeLength);
  }

  /** One of the ranges to ask for. */
  public HashRange range(int number) {
    Objects.checkIndex(number, ranges());
    return new HashRange(root, shape.pieceLayer(), number * rangeLength, rangeLength);
  }

  /** The number of the range that has the hash of a piece. */
  public int rangeOf(int piece) {
    Objects.checkIndex(piece, shape.pieces());
    return piece / rangeLength;
  }

  /** The first range from {@code number} on that is not here, or -1. */
  public int nextMissing(int number) {
    int next = here.nextClearBit(number);
    return next < ranges() ? next : -1;
  }

  /**
   * Takes the answer to a range that was asked for.
   *
   * @param answer the hashes and their proof
   * @return false when the root rules them out: whoever sent them is to blame
   */
  public boolean add(int number, byte[] answer) {
    HashRange range = range(number);
    if (!HashProof.holds(shape, range, answer)) {
      return false;
    }
    System.arraycopy(answer, 0, hashes, range.index() * HASH, shape.hashesIn(range) * HASH);
    here.set(number);
    return true;
  }

  /** What a piece hashes to; null while its range is not here. */
  public @Nullable PieceHash hash(int piece) {
    return here.get(rangeOf(piece)) ? PieceHash.of(hashes, piece * HASH) : null;
  }

  /** The whole layer; null while a range is not here. */
  public @Nullable PieceLayer whole() {
    return nextMissing(0) < 0 ? new PieceLayer(shape, hashes) : null;
  }
}
