package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.tracker.swarm.Announce;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.ZoneShare;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Chooses peers from the buckets that an announce brings.
 *
 * <p>Every bucket is as likely to come as any other. Were peers drawn from all rows at hand, those
 * in full buckets would be drawn less often, since more come with them. So the rows of the buckets
 * are thought of as a line, in random order of buckets, and those from a place well behind its
 * beginning are taken: there, every row is as likely to be met as any other (renewal theory). Where
 * all of the swarm's buckets are at hand, peers are drawn from all rows.
 */
record Draw(Announce announce, int wanted) {
  private static final int SPACE = 16;
  private static final int SPACE_PER_ROOT = 4;
  private static final int PASSED_OVER = 32; // twice the load of a bucket
  private static final int ROW_BITS = 16;
  private static final int ROWS = (1 << ROW_BITS) - 1;

  /** How many rows to ask for, so that there are hardly ever too few in the buckets that come. */
  int rows() {
    int candidates = candidates();
    return candidates == 0
        ? 0
        : candidates + SPACE + (int) (SPACE_PER_ROOT * Math.sqrt(candidates));
  }

  private int candidates() {
    return zone() == 0 ? wanted : wanted * ZoneShare.CANDIDATES;
  }

  private int zone() {
    return announce.caller().zone().tag();
  }

  /** The tables that peers may be drawn from. */
  boolean[] tables() {
    boolean[] drawable = new boolean[Row.TABLES];
    for (int table = 0; table < drawable.length; table++) {
      boolean ofFamily =
          Row.isIpv4(table)
              ? announce.want().families().hasIpv4()
              : announce.want().families().hasIpv6();
      drawable[table] = ofFamily && !(Row.isSeeder(table) && announce.caller().seeder());
    }
    return drawable;
  }

  /** How many peers can be drawn for sure, in a swarm of that shape. */
  int atLeast(Shape shape) {
    boolean[] drawable = tables();
    int others = -1;
    for (int table = 0; table < drawable.length; table++) {
      others += drawable[table] ? shape.living(table) : 0;
    }
    return Math.min(wanted, others);
  }

  /**
   * Draws from what came.
   *
   * @param whole whether no bucket is missing of those that there are
   */
  Selection from(Reply reply, boolean whole, RandomGenerator random) {
    Reply.Bucket[] buckets = reply.buckets().toArray(Reply.Bucket[]::new);
    shuffle(buckets, random);
    int[] living = living(buckets, reply.shape().now());
    int[] drawn = whole ? subset(living, random) : stretch(living);
    if (zone() != 0) {
      int[] zones = new int[drawn.length];
      for (int i = 0; i < zones.length; i++) {
        Reply.Bucket bucket = buckets[drawn[i] >>> ROW_BITS];
        zones[i] = Row.zone(bucket.rows(), drawn[i] & ROWS, bucket.table());
      }
      int[] chosen = ZoneShare.choose(zones, zone(), wanted, random);
      Arrays.setAll(chosen, i -> drawn[chosen[i]]);
      return new Selection(listed(buckets, chosen), reply.shape().counts(), reply.reached());
    }
    return new Selection(listed(buckets, drawn), reply.shape().counts(), reply.reached());
  }

  private static void shuffle(Reply.Bucket[] buckets, RandomGenerator random) {
    for (int i = buckets.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Reply.Bucket bucket = buckets[i];
      buckets[i] = buckets[other];
      buckets[other] = bucket;
    }
  }

  /** The living, all but the caller, each as its bucket's number above the place of its row. */
  private int[] living(Reply.Bucket[] buckets, int now) {
    int most = 0;
    for (Reply.Bucket bucket : buckets) {
      most += bucket.rows().limit() / Row.bytes(bucket.table());
    }
    int[] living = new int[most];
    int count = 0;
    for (int i = 0; i < buckets.length; i++) {
      ByteBuffer rows = buckets[i].rows();
      int table = buckets[i].table();
      for (int row = 0; row < rows.limit(); row += Row.bytes(table)) {
        if (Row.expiry(rows, row) - now > 0 && !isCaller(rows, row, table)) {
          living[count++] = i << ROW_BITS | row;
        }
      }
    }
    return Arrays.copyOf(living, count);
  }

  private boolean isCaller(ByteBuffer rows, int row, int table) {
    SwarmPeer caller = announce.caller();
    return Row.isOf(caller.id(), rows, row) && Row.isIpv4(table) == Row.isIpv4(Row.table(caller));
  }

  private int[] stretch(int[] living) {
    int count = Math.min(candidates(), living.length);
    int from = Math.min(PASSED_OVER, living.length - count);
    return Arrays.copyOfRange(living, from, from + count);
  }

  private int[] subset(int[] living, RandomGenerator random) {
    int count = Math.min(candidates(), living.length);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(living.length - i);
      int member = living[other];
      living[other] = living[i];
      living[i] = member;
    }
    return Arrays.copyOf(living, count);
  }

  private static PeerList listed(Reply.Bucket[] buckets, int[] members) {
    int inIpv4 = 0;
    for (int member : members) {
      inIpv4 += Row.isIpv4(buckets[member >>> ROW_BITS].table()) ? 1 : 0;
    }
    byte[] ids = new byte[members.length * Bytes32.LENGTH];
    byte[] ipv4 = new byte[inIpv4 * PeerList.IPV4_BYTES];
    byte[] ipv6 = new byte[(members.length - inIpv4) * PeerList.IPV6_BYTES];
    int nextIpv4 = 0;
    int nextIpv6 = 0;
    for (int member : members) {
      Reply.Bucket bucket = buckets[member >>> ROW_BITS];
      ByteBuffer rows = bucket.rows();
      int row = member & ROWS;
      boolean isIpv4 = Row.isIpv4(bucket.table());
      int index = isIpv4 ? nextIpv4++ : inIpv4 + nextIpv6;
      rows.get(row + Row.ID, ids, index * Bytes32.LENGTH, Bytes32.LENGTH);
      if (isIpv4) {
        rows.get(row + Row.ENDPOINT, ipv4, index * PeerList.IPV4_BYTES, PeerList.IPV4_BYTES);
      } else {
        rows.get(row + Row.ENDPOINT, ipv6, nextIpv6++ * PeerList.IPV6_BYTES, PeerList.IPV6_BYTES);
      }
    }
    return new PeerList(ids, ipv4, ipv6);
  }
}
