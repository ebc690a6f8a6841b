package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.ScanOptions;

/** Finds the swarms that are in Redis. */
final class SwarmScan {
  private static final ScanOptions ALL_SWARMS =
      ScanOptions.scanOptions().match(SwarmKey.PATTERN).count(1_000).build();

  private final RedisTemplate<byte[], byte[]> redis = new RedisTemplate<>();
  private final RedisGate gate;

  SwarmScan(RedisConnectionFactory connections, RedisGate gate) {
    this.gate = gate;
    redis.setConnectionFactory(connections);
    redis.setEnableDefaultSerializer(false);
    redis.afterPropertiesSet();
  }

  /** All swarms that were there all the time. Blocks. */
  Set<InfoHash> swarms() {
    if (!gate.admits()) {
      throw new StoreUnavailableException("Redis did not answer lately");
    }
    try {
      Set<InfoHash> swarms = redis.execute(SwarmScan::scan);
      gate.succeeded();
      return swarms;
    } catch (DataAccessException e) {
      gate.failed(e);
      throw new StoreUnavailableException("Redis does not answer", e);
    }
  }

  private static Set<InfoHash> scan(RedisConnection connection) {
    Set<InfoHash> swarms = new HashSet<>();
    for (Cursor<byte[]> cursor : cursors(connection)) {
      try (cursor) {
        cursor.forEachRemaining(key -> swarms.add(SwarmKey.swarmOf(key)));
      }
    }
    return swarms;
  }

  private static List<Cursor<byte[]>> cursors(RedisConnection connection) {
    if (!(connection instanceof RedisClusterConnection cluster)) {
      return List.of(connection.keyCommands().scan(ALL_SWARMS));
    }
    List<Cursor<byte[]>> cursors = new ArrayList<>();
    for (RedisClusterNode node : cluster.clusterGetNodes()) {
      // A dead master is one still, but has no slots once a replica has taken over.
      if (node.isMaster() && !node.getSlotRange().getSlots().isEmpty()) {
        cursors.add(cluster.scan(node, ALL_SWARMS));
      }
    }
    return cursors;
  }
}
