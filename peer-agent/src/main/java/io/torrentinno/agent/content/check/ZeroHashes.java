package io.torrentinno.agent.content.check;

import io.torrentinno.agent.hashing.HashCursor;
import io.torrentinno.protocol.model.PieceHash;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hashes of pieces that have only zeros. */
final class ZeroHashes {
  /** The layer of nodes over 16 KiB is 0. */
  private static final int LEAF_BITS = 14;

  private static final int STEP = 64 << 10;

  /** The hashes of the lengths that most resources have: powers of two. */
  private static final Map<Key, PieceHash> KNOWN = new ConcurrentHashMap<>();

  private record Key(int length, int nodeLayer) {}

  private ZeroHashes() {}

  /** The layer of pieces of a power of two of bytes, in the hash tree of their file. */
  static int layer(int length) {
    return Integer.numberOfTrailingZeros(length) - LEAF_BITS;
  }

  /**
   * The hashes of zeros.
   *
   * @param nodeLayer as {@link io.torrentinno.agent.hashing.PiecePlaces#nodeLayer}
   */
  static PieceHash of(int length, int nodeLayer) {
    Key key = new Key(length, nodeLayer);
    return Integer.bitCount(length) == 1 ? KNOWN.computeIfAbsent(key, ZeroHashes::hash) : hash(key);
  }

  private static PieceHash hash(Key key) {
    HashCursor cursor = new HashCursor(key.nodeLayer);
    byte[] scratch = new byte[STEP];
    ByteBuffer zeros = ByteBuffer.allocate(STEP);
    for (int left = key.length; left > 0; left -= STEP) {
      cursor.update(zeros.limit(Math.min(STEP, left)), scratch);
    }
    return cursor.finish();
  }
}
