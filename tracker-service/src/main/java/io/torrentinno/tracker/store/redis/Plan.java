package io.torrentinno.tracker.store.redis;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Which of a swarm's buckets to read. Made from what was last known of the swarm, so that they are
 * read in the round trip of the announce; whether they were the right ones shows when its shape
 * comes back.
 */
final class Plan {
  /** Reads nothing. */
  static final Plan NOTHING = new Plan(new int[0], new int[Row.TABLES], false);

  private static final int MOST_BUCKETS = 4_000;
  private static final int TABLE_BITS =
      24; // a bucket's number, with its table's above, as in Redis
  private static final int GROWTH = 2; // buckets that may have come since, and
  private static final int GROWTH_PART = 8; // an eighth

  private final int[] buckets;
  private final int[] ends;
  private final boolean reachesAll;

  private Plan(int[] buckets, int[] ends, boolean reachesAll) {
    this.buckets = buckets;
    this.ends = ends;
    this.reachesAll = reachesAll;
  }

  /** Reads all buckets of one table from a number on to below another. */
  static Plan range(int table, int from, int to) {
    int[] buckets = new int[to - from];
    Arrays.setAll(buckets, i -> table << TABLE_BITS | (from + i));
    return new Plan(buckets, new int[Row.TABLES], false);
  }

  /**
   * Reads buckets with about so many members, each as likely as any other, or all.
   *
   * @param tables which to read
   * @param members how many there should be, if there are so many; above 0
   */
  static Plan draw(Shape shape, boolean[] tables, int members, RandomGenerator random) {
    int[] ends = new int[Row.TABLES];
    int total = 0;
    int living = 0;
    for (int table = 0; table < Row.TABLES; table++) {
      ends[table] = tables[table] ? shape.buckets(table) : 0;
      total += ends[table];
      living += tables[table] ? shape.living(table) : 0;
    }
    long chosen = living <= members ? total : ((long) members * total + living - 1) / living;
    if (chosen * 3 >= total * 2L && total <= MOST_BUCKETS) {
      return all(ends, tables);
    }
    return some(ends, total, (int) Math.min(chosen, MOST_BUCKETS), random);
  }

  private static Plan all(int[] known, boolean[] tables) {
    int[] ends = new int[Row.TABLES];
    for (int table = 0; table < Row.TABLES; table++) {
      ends[table] = tables[table] ? known[table] + GROWTH + known[table] / GROWTH_PART : 0;
    }
    int[] buckets = new int[Arrays.stream(ends).sum()];
    int next = 0;
    for (int table = 0; table < Row.TABLES; table++) {
      for (int i = 0; i < ends[table]; i++) {
        buckets[next++] = table << TABLE_BITS | i;
      }
    }
    return new Plan(buckets, ends, true);
  }

  /**
   * One at random out of each of so many parts, which begin anywhere. Where a table has not been
   * split yet, its buckets hold twice as much as elsewhere: so none of its halves is left out.
   */
  private static Plan some(int[] ends, int total, int count, RandomGenerator random) {
    int[] buckets = new int[count];
    int start = random.nextInt(total);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * total / count);
      int to = (int) ((i + 1L) * total / count);
      int number = (start + random.nextInt(from, to)) % total;
      int table = 0;
      while (number >= ends[table]) {
        number -= ends[table++];
      }
      buckets[i] = table << TABLE_BITS | number;
    }
    return new Plan(buckets, ends, false);
  }

  int size() {
    return buckets.length;
  }

  /** One of the buckets: its number, with its table's above. */
  int bucket(int index) {
    return buckets[index];
  }

  /** The table of a bucket, given its number with its table's above. */
  static int tableOf(int bucket) {
    return bucket >>> TABLE_BITS;
  }

  /** The name of one of the buckets in Redis. */
  byte[] name(int index) {
    return nameOf(buckets[index]);
  }

  /** The name of a bucket, given its number with its table's above. */
  static byte[] nameOf(int bucket) {
    return new byte[] {
      (byte) (bucket >>> 24), (byte) (bucket >>> 16), (byte) (bucket >>> 8), (byte) bucket
    };
  }

  /** Whether the plan reads every bucket of its tables. */
  boolean isWhole(Shape actual, boolean[] tables) {
    return reachesAll && surplus(actual, tables) == 0;
  }

  /** Whether what was read is as good a choice as any in a swarm of that shape, or nearly. */
  boolean fits(Shape actual, boolean[] tables) {
    if (buckets.length == 0) {
      return true;
    }
    int planned = Arrays.stream(ends).sum();
    int surplus = surplus(actual, tables);
    return reachesAll ? surplus == 0 : surplus * GROWTH_PART <= planned;
  }

  /** How many buckets there are that the plan could not know. */
  private int surplus(Shape actual, boolean[] tables) {
    int surplus = 0;
    for (int table = 0; table < Row.TABLES; table++) {
      surplus += tables[table] ? Math.max(0, actual.buckets(table) - ends[table]) : 0;
    }
    return surplus;
  }
}
