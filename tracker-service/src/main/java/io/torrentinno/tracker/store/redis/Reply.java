package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.SwarmCounts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What {@code swarm.lua} has to say of one swarm.
 *
 * @param counts after what was done
 * @param now the second, by the server's clock
 * @param tableSize how many buckets there are in the table that was asked for
 * @param whole whether no bucket of the drawn tables is missing
 * @param buckets with members, some of whom may have expired
 */
record Reply(SwarmCounts counts, int now, int tableSize, boolean whole, List<Bucket> buckets) {
  /**
   * Some of a table's rows, end to end.
   *
   * @param table which, see {@link Row#table}
   */
  record Bucket(int table, ByteBuffer rows) {}

  /** Reads a header and the buckets that it announces. */
  static Reply read(Iterator<byte[]> from) {
    ByteBuffer header = ByteBuffer.wrap(from.next());
    int seeders = header.getInt();
    int leechers = header.getInt();
    long completed = Integer.toUnsignedLong(header.getInt());
    int now = header.getInt();
    int tableSize = header.getInt();
    boolean whole = header.get() != 0;
    List<Bucket> buckets = new ArrayList<>(header.remaining());
    while (header.hasRemaining()) {
      buckets.add(new Bucket(header.get(), ByteBuffer.wrap(from.next())));
    }
    SwarmCounts counts =
        seeders + leechers == 0 ? SwarmCounts.NONE : new SwarmCounts(seeders, leechers, completed);
    return new Reply(counts, now, tableSize, whole, buckets);
  }
}
