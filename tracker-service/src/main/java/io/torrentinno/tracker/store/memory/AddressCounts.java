package io.torrentinno.tracker.store.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts the members at each address. An address is an IPv4 address, or the /64 network of an IPv6
 * address. The counts are a count-min sketch (Cormode and Muthukrishnan, 2005) with two rows, which
 * takes 2 MiB for any number of addresses. A count is never too low. It is too high only when other
 * addresses have the same counters in both rows. Beside a million addresses with one member each, a
 * count is too high by 3 on average, and by 10 for one address in 28,000. Beside a thousand full
 * addresses, one other address in 70,000 counts as full, too.
 *
 * <p>Safe for use by several threads. Threads that call {@link #hasRoom} at the same time may all
 * be told that there is room for the last member.
 */
final class AddressCounts {
  /** Counts nothing, and always has room. */
  static final AddressCounts UNLIMITED = new AddressCounts(Integer.MAX_VALUE, 0);

  private static final int COLUMN_BITS = 18;
  private static final int COLUMNS = 1 << COLUMN_BITS;

  private final int most;
  private final long salt;
  private final AtomicIntegerArray counts;

  /**
   * Counts of zero.
   *
   * @param most the most members at an address; {@link Integer#MAX_VALUE} for no limit
   * @param salt a random number, so that callers cannot choose addresses that share counters
   */
  AddressCounts(int most, long salt) {
    this.most = most;
    this.salt = salt;
    this.counts = new AtomicIntegerArray(most == Integer.MAX_VALUE ? 0 : 2 * COLUMNS);
  }

  /** Whether the address may get one more member. */
  boolean hasRoom(long key) {
    if (most == Integer.MAX_VALUE) {
      return true;
    }
    long hash = hash(key);
    return Math.min(counts.get(first(hash)), counts.get(second(hash))) < most;
  }

  /** Adds {@code by}, which is 1 or -1, to the members at an address. */
  void count(long key, int by) {
    if (most != Integer.MAX_VALUE) {
      long hash = hash(key);
      counts.getAndAdd(first(hash), by);
      counts.getAndAdd(second(hash), by);
    }
  }

  private static int first(long hash) {
    return (int) hash & (COLUMNS - 1);
  }

  private static int second(long hash) {
    return COLUMNS | (int) (hash >>> (Long.SIZE - COLUMN_BITS));
  }

  /** The finalizer of MurmurHash3. */
  private long hash(long key) {
    long mixed = key ^ salt;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
