package io.torrentinno.protocol.merkle;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hashes a file from its first byte to its last. The length need not be known before. Can be used
 * again. Belongs to one thread at a time.
 */
public final class FileHasher {
  private static final int HASH = Sha256.LENGTH;
  private static final int FIRST_CAPACITY = 16;

  private final int pieceLength;
  private final int pieceLayer;
  private final SubtreeHasher piece = new SubtreeHasher();
  private byte[] hashes = new byte[FIRST_CAPACITY * HASH];
  private int pieces;

  /**
   * A hasher at the start of a file.
   *
   * @param pieceLength bytes: a power of two, at least {@link TreeShape#LEAF}
   */
  public FileHasher(int pieceLength) {
    this.pieceLength = pieceLength;
    this.pieceLayer = new TreeShape(pieceLength, pieceLength).pieceLayer();
  }

  /** How many bytes were hashed. */
  public long length() {
    return (long) pieces * pieceLength + piece.length();
  }

  /** Hashes further bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int part = Math.min(end - at, left());
      piece.update(bytes, at, part);
      endFullPiece();
      at += part;
    }
  }

  /** Hashes all remaining bytes of {@code bytes}. */
  public void update(ByteBuffer bytes) {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(bytes.position() + Math.min(end - bytes.position(), left()));
      piece.update(bytes);
      bytes.limit(end);
      endFullPiece();
    }
  }

  /**
   * Continues after a whole piece that a {@link SubtreeHasher} has hashed.
   *
   * @throws IllegalStateException inside a piece
   */
  public void addPiece(PieceHash hash) {
    if (piece.length() > 0) {
      throw new IllegalStateException("a piece is not complete");
    }
    append(hash.value());
  }

  /** The hashes of the file, which ends here. Afterwards the hasher begins a new file. */
  public FileHashes finish() {
    long size = length();
    if (piece.length() > 0) {
      append(pieces == 0 ? piece.finish() : piece.finish(pieceLayer));
    }
    PieceLayer layer =
        size == 0
            ? null
            : new PieceLayer(
                new TreeShape(size, pieceLength), Arrays.copyOf(hashes, pieces * HASH));
    reset();
    return new FileHashes(size, layer);
  }

  /** Drops everything that was hashed. */
  public void reset() {
    piece.reset();
    pieces = 0;
  }

  private int left() {
    return pieceLength - (int) piece.length();
  }

  private void endFullPiece() {
    if (piece.length() == pieceLength) {
      append(piece.finish(pieceLayer));
    }
  }

  private void append(Bytes32 hash) {
    if (pieces * HASH == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    }
    hash.writeTo(hashes, pieces * HASH);
    pieces++;
  }
}
