package io.torrentinno.tracker.store.memory;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many members there are at an address: an IPv4 address, or the /64 that an IPv6 address is in.
 * A count-min sketch (Cormode and Muthukrishnan, 2005) of two rows, 2 MiB however many addresses
 * there are. What it says is never too low, and too high only for an address that shares both its
 * places with others: beside a million addresses with a member each, by 3 on average and by 10 for
 * one in 28,000; beside a thousand that are full, one in 70,000 passes for full too. Safe for use
 * by several threads; those that ask at the very same time may each get the last place.
 */
final class AddressCounts {
  /** Counts nothing, and has room for everybody. */
  static final AddressCounts UNLIMITED = new AddressCounts(Integer.MAX_VALUE, 0);

  private static final int COLUMN_BITS = 18;
  private static final int COLUMNS = 1 << COLUMN_BITS;

  private final int most;
  private final long salt;
  private final AtomicIntegerArray counts;

  /**
   * Nobody yet.
   *
   * @param most members at an address; {@link Integer#MAX_VALUE} for no limit
   * @param salt keeps callers from choosing which addresses share a place
   */
  AddressCounts(int most, long salt) {
    this.most = most;
    this.salt = salt;
    this.counts = new AtomicIntegerArray(most == Integer.MAX_VALUE ? 0 : 2 * COLUMNS);
  }

  /** What addresses are told apart by. */
  static long key(InetAddress ip) {
    ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
    return ip instanceof Inet4Address ? bytes.getInt() : bytes.getLong();
  }

  /** Whether one more may be there. */
  boolean hasRoom(long key) {
    if (most == Integer.MAX_VALUE) {
      return true;
    }
    long hash = hash(key);
    return Math.min(counts.get(first(hash)), counts.get(second(hash))) < most;
  }

  /** Counts one more, or one less by -1. */
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
