package io.torrentinno.tracker.store.redis;

import io.torrentinno.tracker.swarm.Cap;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes back of a request.
 *
 * @param shape of the swarm after what was done
 * @param reached what kept the caller of an announce off the list; null when nothing did
 * @param buckets that were read then, but for empty ones; some members in them may have expired
 */
record Reply(Shape shape, @Nullable Cap reached, List<Bucket> buckets) {
  /**
   * Some of a table's rows, end to end.
   *
   * @param number its number, with its table's above (see {@link Plan#nameOf})
   */
  record Bucket(int number, ByteBuffer rows) {
    /** Which table it is of, see {@link Row#table}. */
    int table() {
      return Plan.tableOf(number);
    }

    /** How many rows it has. */
    int size() {
      return rows.limit() / Row.bytes(table());
    }
  }
}
