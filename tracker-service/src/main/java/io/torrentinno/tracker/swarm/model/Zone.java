package io.torrentinno.tracker.swarm.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer stands, in 16 bits: enough to tell neighbours from others in an answer, and a row of
 * a store has room for no more. Two zones in 65,000 pass for one.
 *
 * @param tag 0 for a peer that does not say, otherwise 1 to 65535, taken from the zone's name
 */
public record Zone(int tag) {
  /** The zone of a peer that does not say. */
  public static final Zone NONE = new Zone(0);

  private static final int TAGS = 0xFFFF;

  public Zone {
    if (tag < 0 || tag > TAGS) {
      throw new IllegalArgumentException("not a tag of 16 bits: " + tag);
    }
  }

  /** The zone of that name; {@link #NONE} for null. */
  public static Zone of(@Nullable String name) {
    if (name == null) {
      return NONE;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    return new Zone(1 + (int) (checksum.getValue() % TAGS));
  }
}
