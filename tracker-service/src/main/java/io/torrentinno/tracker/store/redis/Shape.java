package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.Cap;
import io.torrentinno.tracker.swarm.SwarmCounts;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@code swarm.lua} has to say of a swarm: the second, the counts, the sizes of its tables.
 */
final class Shape {
  /** Of a swarm of which nothing is known: most are small. */
  static final Shape UNKNOWN = new Shape(ByteBuffer.allocate(Shape.BYTES));

  private static final int BYTES = 10 * Integer.BYTES;

  private static final int LIVING_PART = 8; // an eighth more or fewer make no difference

  private final int now;
  private final long completed;
  private final int[] buckets = new int[Row.TABLES];
  private final int[] living = new int[Row.TABLES];

  private Shape(ByteBuffer meta) {
    now = meta.getInt();
    completed = Integer.toUnsignedLong(meta.getInt());
    for (int table = 0; table < Row.TABLES; table++) {
      buckets[table] = meta.getInt();
      living[table] = meta.getInt();
    }
  }

  static Shape read(byte[] meta) {
    return new Shape(ByteBuffer.wrap(meta));
  }

  /** The cap that is named behind a shape; null when there is none. */
  static @Nullable Cap reached(byte[] meta) {
    if (meta.length == BYTES) {
      return null;
    }
    return meta[BYTES] == 'S' ? Cap.SWARMS : Cap.PEERS_PER_SWARM;
  }

  /** The second by the server's clock: who expires in it has expired. */
  int now() {
    return now;
  }

  /** How many buckets a table has. */
  int buckets(int table) {
    return buckets[table];
  }

  /** How many members a table has that live. */
  int living(int table) {
    return living[table];
  }

  /** Whether a plan for the other would be as good for this one. */
  boolean isLike(Shape other) {
    boolean alike = Arrays.equals(buckets, other.buckets);
    for (int table = 0; table < Row.TABLES; table++) {
      int difference = Math.abs(living[table] - other.living[table]);
      alike = alike && difference * LIVING_PART <= living[table];
    }
    return alike;
  }

  SwarmCounts counts() {
    int seeders = 0;
    int leechers = 0;
    for (int table = 0; table < Row.TABLES; table++) {
      seeders += Row.isSeeder(table) ? living[table] : 0;
      leechers += Row.isSeeder(table) ? 0 : living[table];
    }
    return seeders + leechers == 0
        ? SwarmCounts.NONE
        : new SwarmCounts(seeders, leechers, completed);
  }
}
