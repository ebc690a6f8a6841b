package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.HashRange;

/**
 * The shape of a file's hash tree (BEP 52). Its leaves are hashes of 16 KiB of the file. They are
 * filled up to a power of two with zeros, and each node above is the hash of the two nodes below
 * it.
 *
 * @param fileSize bytes of the file, at least 1
 * @param pieceLength bytes of each piece except the last: a power of two, at least {@link #LEAF}
 */
public record TreeShape(long fileSize, int pieceLength) {
  /** Bytes of the file that a leaf covers; the last one may cover fewer. */
  public static final int LEAF = 16 * 1024;

  private static final long MAX_FILE_SIZE = (long) LEAF << HashRange.MAX_LAYER;

  public TreeShape {
    if (fileSize < 1 || fileSize > MAX_FILE_SIZE) {
      throw new IllegalArgumentException("a file of " + fileSize + " bytes has no hash tree");
    }
    if (pieceLength < LEAF || Integer.bitCount(pieceLength) != 1) {
      throw new IllegalArgumentException("pieces cannot have this length: " + pieceLength);
    }
  }

  /** The layer of the root. */
  public int height() {
    return log2(Math.ceilDiv(fileSize, (long) LEAF));
  }

  /** How many pieces the file has. */
  public int pieces() {
    return Math.toIntExact(Math.ceilDiv(fileSize, (long) pieceLength));
  }

  /**
   * The layer that has one node for each piece; in a file of a single piece, the layer of the root.
   */
  public int pieceLayer() {
    return Math.min(log2(pieceLength / LEAF), height());
  }

  /** How many nodes of a layer cover bytes of the file; the other nodes are padding. */
  public int nodes(int layer) {
    return Math.toIntExact(Math.ceilDiv(fileSize, (long) LEAF << layer));
  }

  /** Whether the tree has this range, with at least one hash that covers bytes of the file. */
  public boolean has(HashRange range) {
    return range.layer() <= height()
        && range.index() < nodes(range.layer())
        && range.length() <= 1L << (height() - range.layer());
  }

  /** How many hashes of a range cover bytes of the file. The tree must have the range. */
  public int hashesIn(HashRange range) {
    return Math.min(range.length(), nodes(range.layer()) - range.index());
  }

  /**
   * How many hashes the proof of a range has: one for each layer from the top of the range on. The
   * tree must have the range.
   */
  public int proofLength(HashRange range) {
    return height() - range.layer() - log2(range.length());
  }

  /** The base-two logarithm, rounded up. */
  static int log2(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value - 1);
  }
}
