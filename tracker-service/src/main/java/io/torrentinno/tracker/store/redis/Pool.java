package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Buckets of a large swarm that were read lately, each as likely to be here as any other: enough of
 * them for many answers. What is older than {@link #MOST_AGE_NANOS} is not used. Not safe for use
 * by several threads; times are nanoseconds of this machine.
 */
final class Pool {
  /** How long after it was asked for a bucket is drawn from. */
  static final long MOST_AGE_NANOS = Duration.ofMillis(500).toNanos();

  private static final int MOST_ROWS = 1_000;
  private static final int DECAY = 8;
  private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final boolean[] tables;
  private final List<Read> reads = new ArrayList<>(); // the oldest first
  private final int[] rows = new int[Row.TABLES];
  private int bytes;
  private int need; // the most rows that an answer took lately
  private long askedAt;

  private record Read(Reply.Bucket bucket, long askedAt) {}

  /**
   * An empty one.
   *
   * @param tables those that its buckets are of
   */
  Pool(boolean[] tables, long now) {
    this.tables = tables;
    this.askedAt = now;
  }

  boolean[] tables() {
    return tables;
  }

  /** Whether those tables are among its own. */
  boolean covers(boolean[] some) {
    boolean covers = true;
    for (int table = 0; table < Row.TABLES; table++) {
      covers &= tables[table] || !some[table];
    }
    return covers;
  }

  /**
   * How many rows of some tables there are, those of members that have expired since among them.
   */
  int rows(boolean[] of) {
    int sum = 0;
    for (int table = 0; table < Row.TABLES; table++) {
      sum += of[table] ? rows[table] : 0;
    }
    return sum;
  }

  int bytes() {
    return bytes;
  }

  /** A new array of what is there of some tables. */
  Reply.Bucket[] buckets(boolean[] of) {
    Reply.Bucket[] buckets = new Reply.Bucket[reads.size()];
    int count = 0;
    for (int i = 0; i < buckets.length; i++) {
      Reply.Bucket bucket = reads.get(i).bucket;
      if (of[bucket.table()]) {
        buckets[count++] = bucket;
      }
    }
    return Arrays.copyOf(buckets, count);
  }

  /** An answer takes so many rows. More than twice as many are kept. */
  void need(int rowsOfAnswer) {
    need = Math.max(need, Math.min(rowsOfAnswer, MOST_ROWS / 2));
  }

  /** How many rows should be read now to keep it fresh; 0 when it is too early for any. */
  int rowsDue(long now) {
    long pause = Math.min(now - askedAt, MOST_AGE_NANOS);
    return pause < SHORTEST_PAUSE_NANOS ? 0 : (int) (9L * need * pause / (4 * MOST_AGE_NANOS));
  }

  /** Some more have been asked for. */
  void asked(long now) {
    askedAt = now;
    need -= (need + DECAY - 1) / DECAY;
  }

  /** Takes buckets in, in the place of what they were before. */
  void add(List<Reply.Bucket> buckets, long askedAt) {
    for (Reply.Bucket bucket : buckets) {
      for (int i = 0; i < reads.size(); i++) {
        if (reads.get(i).bucket.number() == bucket.number()) {
          remove(i);
          break;
        }
      }
      reads.add(new Read(bucket, askedAt));
      rows[bucket.table()] += bucket.size();
      bytes += bucket.rows().limit();
    }
    while (rows(tables) > MOST_ROWS) {
      remove(0);
    }
  }

  void forgetOld(long now) {
    while (!reads.isEmpty() && now - reads.getFirst().askedAt > MOST_AGE_NANOS) {
      remove(0);
    }
  }

  private void remove(int index) {
    Reply.Bucket bucket = reads.remove(index).bucket;
    rows[bucket.table()] -= bucket.size();
    bytes -= bucket.rows().limit();
  }

  /** Hands a peer out no more. */
  void forget(PeerId peer) {
    reads.forEach(read -> forget(peer, read.bucket));
  }

  /** Makes a peer's row in a bucket, if it is there, one that has expired. */
  static void forget(PeerId peer, Reply.Bucket bucket) {
    ByteBuffer rows = bucket.rows();
    for (int row = 0; row < rows.limit(); row += Row.bytes(bucket.table())) {
      if (Row.isOf(peer, rows, row)) {
        Row.expire(rows, row);
      }
    }
  }
}
