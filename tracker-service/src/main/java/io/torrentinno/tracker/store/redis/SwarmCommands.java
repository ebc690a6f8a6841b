package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Runs scripts on swarms. They are named by their digest, and sent in full when Redis does not know
 * them (yet, or any more).
 */
final class SwarmCommands {
  private static final ScanOptions ALL_SWARMS =
      ScanOptions.scanOptions().match(SwarmKeys.PATTERN).count(1_000).build();

  private final RedisTemplate<byte[], byte[]> redis = new RedisTemplate<>();
  private final RedisGate gate;

  SwarmCommands(RedisConnectionFactory connections, RedisGate gate) {
    this.gate = gate;
    redis.setConnectionFactory(connections);
    redis.setDefaultSerializer(RedisSerializer.byteArray());
    redis.afterPropertiesSet();
  }

  /** Runs one script on one swarm: one round trip. */
  List<Object> run(RedisScript<List<Object>> script, InfoHash swarm, byte[]... arguments) {
    return gate.pass(() -> redis.execute(script, SwarmKeys.of(swarm), (Object[]) arguments));
  }

  /** All swarms that were there all the time. */
  Set<InfoHash> swarms() {
    return gate.pass(() -> redis.execute(SwarmCommands::scan));
  }

  private static Set<InfoHash> scan(RedisConnection connection) {
    Set<InfoHash> swarms = new HashSet<>();
    for (Cursor<byte[]> cursor : cursors(connection)) {
      try (cursor) {
        cursor.forEachRemaining(key -> swarms.add(SwarmKeys.swarmOf(key)));
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
      if (node.isMaster()) {
        cursors.add(cluster.scan(node, ALL_SWARMS));
      }
    }
    return cursors;
  }
}
