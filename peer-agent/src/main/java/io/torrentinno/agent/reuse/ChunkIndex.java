package io.torrentinno.agent.reuse;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Finds chunks of files by their content. It compares 64 bits of checksums: the user of a chunk
 * compares its bytes.
 */
final class ChunkIndex {
  private final long[] keys;

  /** Counted from 1; 0 for an empty place. */
  private final int[] entries;

  private final long[] offsets;
  private final int room;
  private int size;

  /** An empty index with room for so many chunks, at least one. */
  ChunkIndex(int room) {
    this.room = room;
    int places = Integer.highestOneBit(2 * room - 1) << 1;
    keys = new long[places];
    entries = new int[places];
    offsets = new long[places];
  }

  /** Bytes of heap that an index with room for so many chunks takes at most. */
  static long memoryFor(int room) {
    return 80L * room;
  }

  /** The key of a chunk. */
  static long key(byte[] bytes, int begin, int length) {
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    one.update(bytes, begin, length);
    other.update(bytes, begin, length);
    return (one.getValue() << Integer.SIZE) | other.getValue();
  }

  /** Adds a chunk, unless an equal one is there or the index is full. */
  void add(long key, int entry, long offset) {
    int place = place(key);
    if (entries[place] == 0 && size < room) {
      keys[place] = key;
      entries[place] = entry + 1;
      offsets[place] = offset;
      size++;
    }
  }

  /** The place of a chunk, for {@link #entry} and {@link #offset}; -1 when there is none. */
  int find(long key) {
    int place = place(key);
    return entries[place] == 0 ? -1 : place;
  }

  int entry(int place) {
    return entries[place] - 1;
  }

  long offset(int place) {
    return offsets[place];
  }

  private int place(long key) {
    int place = (int) (key ^ (key >>> Integer.SIZE)) & (keys.length - 1);
    while (entries[place] != 0 && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }
}
