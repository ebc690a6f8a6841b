package io.torrentinno.agent.hashing;

import io.torrentinno.protocol.merkle.SubtreeHasher;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a piece is hashed. Only ever an optimisation: the bytes before the cursor are on disk as
 * they were hashed, so throwing a cursor away and hashing the piece from disk gives the same.
 */
public final class HashCursor {
  /** Copied and hashed at a time; fits the first-level cache, where the digest then finds it. */
  private static final int STEP = 16 << 10;

  private final int nodeLayer;

  /** One of the two is there. */
  private final @Nullable MessageDigest flat;

  private final @Nullable SubtreeHasher tree;

  private int position;

  /** A cursor at the start of a piece whose hash is the SHA-256 of its bytes. */
  public HashCursor() {
    this(PiecePlaces.FLAT);
  }

  /**
   * A cursor at the start of a piece.
   *
   * @param nodeLayer as {@link PiecePlaces#nodeLayer}
   */
  public HashCursor(int nodeLayer) {
    this.nodeLayer = nodeLayer;
    flat = nodeLayer == PiecePlaces.FLAT ? Sha256.digest() : null;
    tree = nodeLayer == PiecePlaces.FLAT ? null : new SubtreeHasher();
  }

  /** Bytes hashed so far, from the piece's start. */
  public int position() {
    return position;
  }

  /** Hashes what {@code bytes} has left; the position of {@code bytes} does not move. */
  public void update(ByteBuffer bytes, byte[] scratch) {
    int step = Math.min(STEP, scratch.length);
    int end = bytes.limit();
    int length;
    for (int at = bytes.position(); at < end; at += length) {
      length = Math.min(step, end - at);
      // An array, because the JDK's SHA-256 intrinsic reads no other memory.
      bytes.get(at, scratch, 0, length);
      hash(scratch, length);
    }
    position += bytes.remaining();
  }

  /**
   * Hashes on from the file.
   *
   * @param start where in the file the piece begins
   * @param end up to where to hash, from the piece's start
   * @return false when the file ends before that
   */
  public boolean readTo(int end, FileChannel file, long start, byte[] scratch) throws IOException {
    while (position < end) {
      ByteBuffer into = ByteBuffer.wrap(scratch, 0, Math.min(scratch.length, end - position));
      int read = file.read(into, start + position);
      if (read < 0) {
        return false;
      }
      hash(scratch, read);
      position += read;
    }
    return true;
  }

  /**
   * Hashes on from the file, as {@link #readTo} does.
   *
   * @throws EOFException when the file ends before that
   */
  public void requireTo(int end, FileChannel file, long start, byte[] scratch) throws IOException {
    if (!readTo(end, file, start, scratch)) {
      throw new EOFException("the file was cut short");
    }
  }

  /** Goes back to the piece's start. */
  public void restart() {
    if (flat != null) {
      flat.reset();
    }
    if (tree != null) {
      tree.reset();
    }
    position = 0;
  }

  /** The hash of what was hashed; the cursor is at the start again. */
  public PieceHash finish() {
    position = 0;
    return flat != null
        ? PieceHash.of(flat.digest(), 0)
        : new PieceHash(Objects.requireNonNull(tree).finish(nodeLayer));
  }

  private void hash(byte[] bytes, int length) {
    if (flat != null) {
      flat.update(bytes, 0, length);
    } else if (tree != null) {
      tree.update(bytes, 0, length);
    }
  }
}
