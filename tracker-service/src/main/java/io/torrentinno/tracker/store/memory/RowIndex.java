package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;

/**
 * Finds a row by its id. The index is a hash table with linear probing, of which at most three
 * quarters are in use. A slot holds the number of a row and, in the remaining bits, a part of the
 * hash of its id, so that the ids of other rows hardly ever need to be compared. Slots of removed
 * rows are cleared when the table is rebuilt. Callers choose their ids; the random salt keeps them
 * from choosing ids that collide.
 */
final class RowIndex {
  private static final int FEWEST = 4;
  private static final int FREE = 0;
  private static final int REMOVED = -1;

  private final MemberRows rows;
  private final long salt;
  private int[] slots = new int[0]; // a part of the hash above row + 1; or FREE, or REMOVED
  private int used; // slots that are not free
  private int rowMask; // at least the highest row + 1

  RowIndex(MemberRows rows, long salt) {
    this.rows = rows;
    this.salt = salt | 1;
  }

  /** The row of {@code id}, or {@link MemberRows#NONE}. */
  int find(Bytes32 id) {
    if (slots.length == 0) {
      return MemberRows.NONE;
    }
    long hash = hash(id);
    for (int slot = home(hash); slots[slot] != FREE; slot = next(slot)) {
      int entry = slots[slot];
      if (((entry ^ (int) hash) & ~rowMask) == 0 && entry != REMOVED) {
        int row = (entry & rowMask) - 1;
        if (rows.hasId(row, id)) {
          return row;
        }
      }
    }
    return MemberRows.NONE;
  }

  /** Adds a row. All other rows are in the index already. */
  void add(int row) {
    if (used >= slots.length - slots.length / 4) {
      rebuild();
    } else {
      enter(row);
    }
  }

  /** Removes a row. Its content must still be there. */
  void remove(int row) {
    int slot = slotOf(row, hash(rows.id(row)));
    if (slots[next(slot)] == FREE) {
      slots[slot] = FREE;
      used--;
    } else {
      slots[slot] = REMOVED;
    }
  }

  /** Records that the content of row {@code from} is about to move to row {@code to}. */
  void move(int from, int to) {
    long hash = hash(rows.id(from));
    slots[slotOf(from, hash)] = entry(to, hash);
  }

  /** Frees memory when the table is much too large. */
  void trim() {
    if (slots.length > FEWEST && rows.count() < slots.length / 3) {
      rebuild();
    }
  }

  private void rebuild() {
    int count = rows.count();
    slots = new int[Math.max(FEWEST, count + count / 2 + count / 8)];
    rowMask = 2 * Integer.highestOneBit(slots.length) - 1;
    used = 0;
    for (int row = 0; row < count; row++) {
      enter(row);
    }
  }

  private void enter(int row) {
    long hash = hash(rows.id(row));
    int slot = home(hash);
    while (slots[slot] != FREE && slots[slot] != REMOVED) {
      slot = next(slot);
    }
    used += slots[slot] == FREE ? 1 : 0;
    slots[slot] = entry(row, hash);
  }

  private int slotOf(int row, long hash) {
    int entry = entry(row, hash);
    int slot = home(hash);
    while (slots[slot] != entry) {
      slot = next(slot);
    }
    return slot;
  }

  /** A slot's value. Never FREE and never REMOVED, because there are fewer rows than slots. */
  private int entry(int row, long hash) {
    return ((int) hash & ~rowMask) | (row + 1);
  }

  private int home(long hash) {
    return (int) (((hash >>> 32) * slots.length) >>> 32);
  }

  private long hash(Bytes32 id) {
    long mixed = salt;
    mixed = Long.rotateLeft((mixed ^ id.w0()) * salt, 23);
    mixed = Long.rotateLeft((mixed ^ id.w1()) * salt, 29);
    mixed = Long.rotateLeft((mixed ^ id.w2()) * salt, 31);
    mixed = (mixed ^ id.w3()) * salt;
    return mixed ^ Long.rotateLeft(mixed, 25) ^ Long.rotateLeft(mixed, 47);
  }

  private int next(int slot) {
    return slot + 1 == slots.length ? 0 : slot + 1;
  }
}
