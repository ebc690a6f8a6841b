package io.torrentinno.tracker.swarm.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The zone of a peer, in 16 bits: enough to find neighbours, and small enough for a row of a store.
 * Two different zones have the same tag with a chance of one in 65,000.
 *
 * @param tag 0 for a peer without a zone, otherwise 1 to 65535, computed from the zone's name
 */
public record Zone(int tag) {
  /** The zone of a peer that does not say where it is. */
  public static final Zone NONE = new Zone(0);

  private static final int TAGS = 0xFFFF;

  public Zone {
    if (tag < 0 || tag > TAGS) {
      throw new IllegalArgumentException("the tag has more than 16 bits: " + tag);
    }
  }

  /** The zone with this name; {@link #NONE} for null. */
  public static Zone of(@Nullable String name) {
    if (name == null) {
      return NONE;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    return new Zone(1 + (int) (checksum.getValue() % TAGS));
  }
}
