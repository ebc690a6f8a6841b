package io.torrentinno.agent.reuse;

import io.torrentinno.protocol.model.PieceHash;

/**
 * Finds pieces by their hashes. It compares the first 64 bits: the user of a piece compares its
 * hash. A place takes 16 bytes, and at least half of the places are empty.
 */
final class PieceIndex {
  /** There is no such piece. */
  static final long NONE = -1;

  private final long[] keys;
  private final long[] values;
  private final int room;
  private int size;

  /** An empty index with room for so many pieces, at least one. */
  PieceIndex(int room) {
    this.room = room;
    int places = Integer.highestOneBit(2 * room - 1) << 1;
    keys = new long[places];
    values = new long[places];
  }

  /** Bytes of heap that an index with room for so many pieces takes at most. */
  static long memoryFor(int room) {
    return 64L * room;
  }

  boolean isFull() {
    return size == room;
  }

  /**
   * Adds a piece, unless one with its hash is there or the index is full.
   *
   * @param value at least 0
   */
  void add(PieceHash hash, long value) {
    int place = place(hash);
    if (values[place] == 0 && !isFull()) {
      keys[place] = hash.value().w0();
      values[place] = value + 1;
      size++;
    }
  }

  /** The value of a piece with this hash, or {@link #NONE}. */
  long find(PieceHash hash) {
    return values[place(hash)] - 1;
  }

  /** Where the hash is, or would be. */
  private int place(PieceHash hash) {
    long key = hash.value().w0();
    int place = (int) key & (keys.length - 1);
    while (values[place] != 0 && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }
}
