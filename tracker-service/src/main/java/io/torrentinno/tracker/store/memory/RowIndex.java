package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;

/**
 * Finds a row by its id: a hash table of row numbers with linear probing, at most three quarters
 * full, that grows in steps of a quarter. The salt keeps callers, who choose their ids, from
 * choosing which collide.
 */
final class RowIndex {
  private static final int FEWEST = 4;

  private final MemberRows rows;
  private final long salt;
  private int[] slots = new int[0]; // row + 1; 0: free

  RowIndex(MemberRows rows, long salt) {
    this.rows = rows;
    this.salt = salt | 1;
  }

  /** The row of {@code id}, or {@link MemberRows#NONE}. */
  int find(Bytes32 id) {
    if (slots.length == 0) {
      return MemberRows.NONE;
    }
    for (int slot = home(id); slots[slot] != 0; slot = next(slot)) {
      if (rows.hasId(slots[slot] - 1, id)) {
        return slots[slot] - 1;
      }
    }
    return MemberRows.NONE;
  }

  /** Enters a row that is not in the index yet; all others are. */
  void add(int row) {
    int count = rows.count();
    if (count > slots.length - slots.length / 4) {
      rebuild(Math.max(FEWEST, slots.length + slots.length / 4), count);
    } else {
      enter(row);
    }
  }

  /** Takes {@code row} out, before its content goes. */
  void remove(int row) {
    int hole = slotOf(row);
    slots[hole] = 0;
    for (int slot = next(hole); slots[slot] != 0; slot = next(slot)) {
      int home = home(rows.id(slots[slot] - 1));
      if (distance(home, slot) >= distance(hole, slot)) {
        slots[hole] = slots[slot];
        slots[slot] = 0;
        hole = slot;
      }
    }
  }

  /** Notes that the content of {@code from} is going to be at {@code to}. */
  void move(int from, int to) {
    slots[slotOf(from)] = to + 1;
  }

  /** Frees memory when the table became much too large. */
  void trim() {
    if (slots.length > FEWEST && rows.count() < slots.length / 3) {
      rebuild(Math.max(FEWEST, slots.length / 2), rows.count());
    }
  }

  private void rebuild(int length, int count) {
    slots = new int[length];
    for (int row = 0; row < count; row++) {
      enter(row);
    }
  }

  private void enter(int row) {
    int slot = home(rows.id(row));
    while (slots[slot] != 0) {
      slot = next(slot);
    }
    slots[slot] = row + 1;
  }

  private int slotOf(int row) {
    int slot = home(rows.id(row));
    while (slots[slot] != row + 1) {
      slot = next(slot);
    }
    return slot;
  }

  private int home(Bytes32 id) {
    long mixed = salt;
    mixed = Long.rotateLeft((mixed ^ id.w0()) * salt, 23);
    mixed = Long.rotateLeft((mixed ^ id.w1()) * salt, 29);
    mixed = Long.rotateLeft((mixed ^ id.w2()) * salt, 31);
    mixed = (mixed ^ id.w3()) * salt;
    return (int) (((mixed >>> 32) * slots.length) >>> 32);
  }

  private int next(int slot) {
    return slot + 1 == slots.length ? 0 : slot + 1;
  }

  /** How many slots lie from one on to another. */
  private int distance(int from, int to) {
    return to >= from ? to - from : to - from + slots.length;
  }
}
