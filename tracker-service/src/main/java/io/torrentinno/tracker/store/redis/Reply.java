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
   * @param table which, see {@link Row#table}
   */
  record Bucket(int table, ByteBuffer rows) {}
}
