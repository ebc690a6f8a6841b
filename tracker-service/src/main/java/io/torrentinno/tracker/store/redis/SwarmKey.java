package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.torrentinno.protocol.model.InfoHash;

/**
 * The key of a swarm, {@code ti2:{<hex>}}: tagged by info-hash, so that Redis Cluster spreads
 * swarms over its slots, and with the number of its form, so that no tracker reads what another
 * version wrote.
 */
final class SwarmKey {
  /** Matches the key of every swarm, and no other. */
  static final String PATTERN = "ti2:{" + "[0-9a-f]".repeat(64) + "}";

  private static final String PREFIX = "ti2:{";
  private static final int HEX_LENGTH = 64;

  private SwarmKey() {}

  static byte[] of(InfoHash swarm) {
    return (PREFIX + swarm + "}").getBytes(US_ASCII);
  }

  /** The swarm of a key that {@link #PATTERN} matches. */
  static InfoHash swarmOf(byte[] key) {
    return InfoHash.parse(new String(key, PREFIX.length(), HEX_LENGTH, US_ASCII));
  }
}
