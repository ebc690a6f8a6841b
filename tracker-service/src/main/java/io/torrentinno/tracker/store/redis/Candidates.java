package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.SwarmPeer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Rows of some buckets, in an order. Immutable. */
final class Candidates {
  private static final int ROW_BITS = 16;
  private static final int ROW_MASK = (1 << ROW_BITS) - 1;

  private final Reply.Bucket[] buckets;
  private final int[] rows; // each the index of its bucket above the place of the row in it

  private Candidates(Reply.Bucket[] buckets, int[] rows) {
    this.buckets = buckets;
    this.rows = rows;
  }

  /**
   * The rows of the living but for one, bucket after bucket, in random order of buckets.
   *
   * @param buckets which it owns from now on
   * @param now the second: who expires in it has expired
   * @param caller who is left out
   * @param most how many are enough
   */
  static Candidates living(
      Reply.Bucket[] buckets, int now, SwarmPeer caller, int most, RandomGenerator random) {
    boolean isIpv4 = Row.isIpv4(Row.table(caller));
    int[] rows = new int[most];
    int count = 0;
    for (int i = 0; i < buckets.length && count < most; i++) {
      Reply.Bucket bucket = drawn(buckets, i, random);
      ByteBuffer bytes = bucket.rows();
      int width = Row.bytes(bucket.table());
      boolean mayHold = Row.isIpv4(bucket.table()) == isIpv4;
      for (int row = 0; row < bytes.limit() && count < most; row += width) {
        if (Row.expiry(bytes, row) - now > 0 && !(mayHold && Row.isOf(caller.id(), bytes, row))) {
          rows[count++] = i << ROW_BITS | row;
        }
      }
    }
    return new Candidates(buckets, Arrays.copyOf(rows, count));
  }

  /** Puts one of those from an index on at that index. */
  private static Reply.Bucket drawn(Reply.Bucket[] buckets, int index, RandomGenerator random) {
    int other = index + random.nextInt(buckets.length - index);
    Reply.Bucket bucket = buckets[other];
    buckets[other] = buckets[index];
    buckets[index] = bucket;
    return bucket;
  }

  /**
   * The same without second rows of a peer in a family, which there may be where buckets were read
   * at different times.
   */
  Candidates distinct() {
    int[] seen = new int[Integer.highestOneBit(Math.max(1, rows.length)) * 4];
    Arrays.fill(seen, -1);
    int[] kept = new int[rows.length];
    int count = 0;
    for (int row : rows) {
      int slot = hash(row) & (seen.length - 1);
      while (seen[slot] >= 0 && !isSame(seen[slot], row)) {
        slot = (slot + 1) & (seen.length - 1);
      }
      if (seen[slot] < 0) {
        seen[slot] = row;
        kept[count++] = row;
      }
    }
    return new Candidates(buckets, Arrays.copyOf(kept, count));
  }

  private int hash(int row) {
    // The lower bits say in which bucket it is, and many are in one.
    int hash = Row.hash(bucket(row).rows(), row & ROW_MASK);
    return hash >>> 16 ^ hash;
  }

  private boolean isSame(int one, int other) {
    Reply.Bucket bucket = bucket(one);
    Reply.Bucket another = bucket(other);
    return Row.isIpv4(bucket.table()) == Row.isIpv4(another.table())
        && Row.isSame(bucket.rows(), one & ROW_MASK, another.rows(), other & ROW_MASK);
  }

  private Reply.Bucket bucket(int row) {
    return buckets[row >>> ROW_BITS];
  }

  /** So many in a row, behind those that are passed over as far as there are enough. */
  Candidates stretch(int passedOver, int wanted) {
    int count = Math.min(wanted, rows.length);
    int from = Math.min(passedOver, rows.length - count);
    return new Candidates(buckets, Arrays.copyOfRange(rows, from, from + count));
  }

  /** So many at random, or all. */
  Candidates some(int wanted, RandomGenerator random) {
    int[] some = rows.clone();
    int count = Math.min(wanted, some.length);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(some.length - i);
      int row = some[other];
      some[other] = some[i];
      some[i] = row;
    }
    return new Candidates(buckets, Arrays.copyOf(some, count));
  }

  /** Those with these indices. */
  Candidates those(int[] indices) {
    return new Candidates(buckets, Arrays.stream(indices).map(i -> rows[i]).toArray());
  }

  /** The zone of each. */
  int[] zones() {
    int[] zones = new int[rows.length];
    for (int i = 0; i < zones.length; i++) {
      Reply.Bucket bucket = bucket(rows[i]);
      zones[i] = Row.zone(bucket.rows(), rows[i] & ROW_MASK, bucket.table());
    }
    return zones;
  }

  /** All of them, as an answer has them. */
  PeerList listed(boolean withIds) {
    int inIpv4 = 0;
    for (int row : rows) {
      inIpv4 += Row.isIpv4(bucket(row).table()) ? 1 : 0;
    }
    byte[] ids = new byte[withIds ? rows.length * Bytes32.LENGTH : 0];
    byte[] ipv4 = new byte[inIpv4 * PeerList.IPV4_BYTES];
    byte[] ipv6 = new byte[(rows.length - inIpv4) * PeerList.IPV6_BYTES];
    int nextIpv4 = 0;
    int nextIpv6 = 0;
    for (int row : rows) {
      ByteBuffer bytes = bucket(row).rows();
      int at = row & ROW_MASK;
      boolean isIpv4 = Row.isIpv4(bucket(row).table());
      int index = isIpv4 ? nextIpv4++ : inIpv4 + nextIpv6;
      if (withIds) {
        bytes.get(at + Row.ID, ids, index * Bytes32.LENGTH, Bytes32.LENGTH);
      }
      if (isIpv4) {
        bytes.get(at + Row.ENDPOINT, ipv4, index * PeerList.IPV4_BYTES, PeerList.IPV4_BYTES);
      } else {
        bytes.get(at + Row.ENDPOINT, ipv6, nextIpv6++ * PeerList.IPV6_BYTES, PeerList.IPV6_BYTES);
      }
    }
    return new PeerList(ids, ipv4, ipv6);
  }
}
