package io.torrentinno.agent.reuse.copying;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** Counts the bytes of a resource that were copied rather than fetched. Safe from any thread. */
public final class CopiedBytes {
  private final LongConsumer reused;

  /** Bytes that were copied into pieces that are not yet verified. */
  private final Map<Integer, Integer> unverified = new ConcurrentHashMap<>();

  /**
   * Has counted nothing.
   *
   * @param reused takes the bytes of verified pieces that were copied
   */
  public CopiedBytes(LongConsumer reused) {
    this.reused = reused;
  }

  /** Bytes of a piece were copied. */
  public void copied(int piece, int bytes) {
    unverified.put(piece, bytes);
  }

  /** A piece is good; returns how many of its bytes were copied. */
  public int verified(int piece) {
    int bytes = failed(piece);
    if (bytes > 0) {
      reused.accept(bytes);
    }
    return bytes;
  }

  /** A piece is bad; returns how many of its bytes were copied. */
  public int failed(int piece) {
    Integer bytes = unverified.isEmpty() ? null : unverified.remove(piece);
    return bytes == null ? 0 : bytes;
  }
}
