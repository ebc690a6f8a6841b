package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The piece layer of a file, which peers send in ranges. Each range is checked against the root.
 */
public final class PartialLayer {
  private static final int HASH = Sha256.LENGTH;

  private final TreeShape shape;
  private final FileRoot root;
  private final int rangeLength;
  private final byte[] hashes;
  private final BitSet here = new BitSet();

  /** The nodes above the ranges that are here. */
  private final byte[] tops;

  /** A layer without any ranges. */
  public PartialLayer(TreeShape shape, FileRoot root) {
    this.shape = shape;
    this.root = root;
    this.rangeLength = 1 << rangeHeight(shape);
    this.hashes = new byte[shape.pieces() * HASH];
    this.tops = new byte[Math.ceilDiv(shape.pieces(), rangeLength) * HASH];
  }

  /** How many hashes the answers to all ranges of a tree have, their proofs included. */
  public static long hashesToSend(TreeShape shape) {
    int proof = shape.height() - shape.pieceLayer() - rangeHeight(shape);
    return shape.pieces() + (long) proof * Math.ceilDiv(shape.pieces(), 1 << rangeHeight(shape));
  }

  /** Whether this is one of the ranges in which a layer is requested. */
  public static boolean isUsual(TreeShape shape, HashRange range) {
    return range.layer() == shape.pieceLayer() && range.length() == 1 << rangeHeight(shape);
  }

  private static int rangeHeight(TreeShape shape) {
    return Math.min(TreeShape.log2(HashRange.MAX_LENGTH), shape.height() - shape.pieceLayer());
  }

  /** The number of ranges. */
  public int ranges() {
    return Math.ceilDiv(shape.pieces(), rangeLength);
  }

  /** The range with this number. */
  public HashRange range(int number) {
    Objects.checkIndex(number, ranges());
    return new HashRange(root, shape.pieceLayer(), number * rangeLength, rangeLength);
  }

  /** The number of the range with the hash of a piece. */
  public int rangeOf(int piece) {
    Objects.checkIndex(piece, shape.pieces());
    return piece / rangeLength;
  }

  /** The first missing range from {@code number} on, or -1. */
  public int nextMissing(int number) {
    int next = here.nextClearBit(number);
    return next < ranges() ? next : -1;
  }

  /**
   * Adds the answer to the request of a range.
   *
   * @param answer the hashes and their proof
   * @return false when they do not belong to the root, so that the sender broke the protocol
   */
  public boolean add(int number, byte[] answer) {
    HashRange range = range(number);
    byte[] top = HashProof.top(shape, range, answer);
    if (top == null) {
      return false;
    }
    System.arraycopy(top, 0, tops, number * HASH, HASH);
    System.arraycopy(answer, 0, hashes, range.index() * HASH, shape.hashesIn(range) * HASH);
    here.set(number);
    return true;
  }

  /** The hash of a piece; null while its range is missing. */
  public @Nullable PieceHash hash(int piece) {
    return here.get(rangeOf(piece)) ? PieceHash.of(hashes, piece * HASH) : null;
  }

  /** The whole layer; null while a range is missing. Takes no time: an event loop asks for it. */
  public @Nullable PieceLayer whole() {
    return nextMissing(0) < 0 ? PieceLayer.proven(shape, hashes, tops) : null;
  }
}
