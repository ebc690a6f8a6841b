package io.torrentinno.tracker.store.redis;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What comes back of a request.
 *
 * @param shape of the swarm after what was done
 * @param buckets that were read then, but for empty ones; some members in them may have expired
 */
record Reply(Shape shape, List<Bucket> buckets) {
  /**
   * Some of a table's rows, end to end.
   *
   * @param table which, see {@link Row#table}
   */
  record Bucket(int table, ByteBuffer rows) {}
}
