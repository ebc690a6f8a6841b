package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.Cap;
import io.torrentinno.tracker.swarm.SwarmCounts;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code swarm.lua} has to say of a swarm: the second, the counts, the sizes of its tables.
 */
final class Shape {
  /** Of a swarm of which nothing is known: most are small. */
  static final Shape UNKNOWN = new Shape(ByteBuffer.allocate(Shape.BYTES), 0);

  private static final int BYTES = 10 * Integer.BYTES;

  private final long askedAt;
  private final int now;
  private final long completed;
  private final int[] buckets = new int[Row.TABLES];
  private final int[] living = new int[Row.TABLES];

  private Shape(ByteBuffer meta, long askedAt) {
    this.askedAt = askedAt;
    now = meta.getInt();
    completed = Integer.toUnsignedLong(meta.getInt());
    for (int table = 0; table < Row.TABLES; table++) {
      buckets[table] = meta.getInt();
      living[table] = meta.getInt();
    }
  }

  /**
   * Reads what the script gave.
   *
   * @param askedAt when it was called, in nanoseconds of this machine
   */
  static Shape read(byte[] meta, long askedAt) {
    return new Shape(ByteBuffer.wrap(meta), askedAt);
  }

  /** When Redis was asked for it, in nanoseconds of this machine. */
  long askedAt() {
    return askedAt;
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

  /** How many members some of the tables have that live. */
  int living(boolean[] tables) {
    int sum = 0;
    for (int table = 0; table < Row.TABLES; table++) {
      sum += tables[table] ? living[table] : 0;
    }
    return sum;
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
