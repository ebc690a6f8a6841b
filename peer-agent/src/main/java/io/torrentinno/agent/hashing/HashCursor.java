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
 * The hash of a part of a piece, from its start to the cursor. A cursor only saves time: the bytes
 * before it are on disk as they were hashed, so hashing the piece from the disk gives the same
 * result.
 */
public final class HashCursor {
  /** Bytes that are copied and hashed at a time. They fit into the first-level cache. */
  private static final int STEP = 16 << 10;

  private final int nodeLayer;

  /** One of these two is not null. */
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

  /** As the constructor got it. */
  public int nodeLayer() {
    return nodeLayer;
  }

  /** The bytes that were hashed, from the start of the piece. */
  public int position() {
    return position;
  }

  /** Hashes the remaining bytes of {@code bytes}, whose position does not change. */
  public void update(ByteBuffer bytes, byte[] scratch) {
    int step = Math.min(STEP, scratch.length);
    int end = bytes.limit();
    int length;
    for (int at = bytes.position(); at < end; at += length) {
      length = Math.min(step, end - at);
      // An array, because the JDK's fast SHA-256 reads only arrays.
      bytes.get(at, scratch, 0, length);
      hash(scratch, length);
    }
    position += bytes.remaining();
  }

  /**
   * Hashes the next bytes, from the file.
   *
   * @param start where the piece begins in the file
   * @param end where to stop, counted from the start of the piece
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
   * Hashes the next bytes, from the file, as {@link #readTo} does.
   *
   * @throws EOFException when the file ends before {@code end}
   */
  public void requireTo(int end, FileChannel file, long start, byte[] scratch) throws IOException {
    if (!readTo(end, file, start, scratch)) {
      throw new EOFException("the file was cut short");
    }
  }

  /** Moves the cursor to the start of the piece. */
  public void restart() {
    if (flat != null) {
      flat.reset();
    }
    if (tree != null) {
      tree.reset();
    }
    position = 0;
  }

  /** The hash of all bytes so far. Afterwards the cursor is at the start again. */
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
