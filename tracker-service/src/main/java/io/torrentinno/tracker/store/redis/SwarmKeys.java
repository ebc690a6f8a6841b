package io.torrentinno.tracker.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.torrentinno.protocol.model.InfoHash;
import java.util.List;

/**
 * The three keys of a swarm, tagged by info-hash, so that Redis Cluster keeps them in one place:
 * {@code ti:{<hex>}} has the members by expiry, {@code ti:{<hex>}:s} the seeders' endpoints and
 * {@code ti:{<hex>}:l} the leechers'. All three expire with their last member.
 */
final class SwarmKeys {
  /** Matches the first key of every swarm, and no other. */
  static final String PATTERN = "ti:{" + "[0-9a-f]".repeat(64) + "}";

  private static final int HEX_START = "ti:{".length();
  private static final int HEX_LENGTH = 64;

  private SwarmKeys() {}

  static List<byte[]> of(InfoHash swarm) {
    String tag = "ti:{" + swarm + "}";
    return List.of(bytes(tag), bytes(tag + ":s"), bytes(tag + ":l"));
  }

  /** The swarm of a key that {@link #PATTERN} matches. */
  static InfoHash swarmOf(byte[] key) {
    return InfoHash.parse(new String(key, HEX_START, HEX_LENGTH, US_ASCII));
  }

  private static byte[] bytes(String key) {
    return key.getBytes(US_ASCII);
  }
}
