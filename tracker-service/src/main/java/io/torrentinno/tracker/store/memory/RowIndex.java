package io.torrentinno.tracker.store.memory;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.PeerId;

/**
 * Finds a row by its id: a hash table of row numbers with linear probing, at most two thirds full.
 * The salt keeps callers, who choose their ids, from choosing which collide.
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
  int find(PeerId id) {
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

  /** Enters the highest row, which is not in the index yet. */
  void addLast() {
    int count = rows.count();
    if (count * 3 > slots.length * 2) {
      rebuild(Math.max(FEWEST, slots.length * 2), count);
    } else {
      enter(count - 1);
    }
  }

  /** Takes {@code row} out, before its content goes. */
  void remove(int row) {
    int hole = slotOf(row);
    slots[hole] = 0;
    for (int slot = next(hole); slots[slot] != 0; slot = next(slot)) {
      int home = home(rows.id(slots[slot] - 1));
      if (((slot - home) & mask()) >= ((slot - hole) & mask())) {
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
    if (slots.length > 8 * FEWEST && rows.count() * 8 < slots.length) {
      rebuild(slots.length / 2, rows.count());
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

  private int home(PeerId id) {
    Bytes32 value = id.value();
    long mixed = salt;
    mixed = Long.rotateLeft((mixed ^ value.w0()) * salt, 23);
    mixed = Long.rotateLeft((mixed ^ value.w1()) * salt, 29);
    mixed = Long.rotateLeft((mixed ^ value.w2()) * salt, 31);
    mixed = (mixed ^ value.w3()) * salt;
    return (int) (mixed >>> 32) & mask();
  }

  private int next(int slot) {
    return (slot + 1) & mask();
  }

  private int mask() {
    return slots.length - 1;
  }
}
