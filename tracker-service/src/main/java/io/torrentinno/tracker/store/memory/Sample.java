package io.torrentinno.tracker.store.memory;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Chooses distinct numbers at random. */
final class Sample {
  private static final int FEW = 4;
  private static final int RUNS = 4;

  private Sample() {}

  /**
   * Chooses {@code count} of the numbers from 0 to {@code bound - 1}, each equally likely; all of
   * them when there are fewer. Few numbers of many are chosen as runs of consecutive numbers,
   * because such rows lie close together in memory. So this is for rows whose order is itself
   * random.
   */
  static int[] draw(RandomGenerator random, int bound, int count) {
    return bound <= FEW * count ? distinct(random, bound, count) : runs(random, bound, count);
  }

  /**
   * Runs at equal distances. The first begins at a random number; after the last number comes 0.
   */
  private static int[] runs(RandomGenerator random, int bound, int count) {
    int[] drawn = new int[count];
    int start = random.nextInt(bound);
    for (int run = 0, i = 0; run < RUNS; run++) {
      int number = (int) ((start + (long) bound * run / RUNS) % bound);
      for (int end = count * (run + 1) / RUNS; i < end; i++) {
        drawn[i] = number;
        number = number + 1 == bound ? 0 : number + 1;
      }
    }
    return drawn;
  }

  /**
   * Chooses {@code count} of the numbers from 0 to {@code bound - 1}, every set equally likely; all
   * of them when there are fewer. Takes O(count) time for any bound (Floyd's algorithm).
   */
  static int[] distinct(RandomGenerator random, int bound, int count) {
    if (count >= bound) {
      int[] all = new int[bound];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] drawn = new int[count];
    Seen seen = new Seen(count);
    for (int i = 0; i < count; i++) {
      int top = bound - count + i;
      int number = random.nextInt(top + 1);
      if (!seen.add(number)) {
        number = top;
        seen.add(top);
      }
      drawn[i] = number;
    }
    return drawn;
  }

  /** A small hash set of numbers with linear probing, at most half full. */
  private static final class Seen {
    private final int[] slots; // number + 1; 0: free
    private final int mask;

    Seen(int count) {
      slots = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
      mask = slots.length - 1;
    }

    boolean add(int number) {
      int slot = ((number * 0x9E37_79B9) >>> 7) & mask;
      while (slots[slot] != 0) {
        if (slots[slot] == number + 1) {
          return false;
        }
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
      return true;
    }
  }
}
