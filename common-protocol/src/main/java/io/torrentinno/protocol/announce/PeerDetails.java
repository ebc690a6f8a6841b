package io.torrentinno.protocol.announce;

import org.jspecify.annotations.Nullable;

/**
 * The part of a peer's announces that is the same in all of them.
 *
 * @param zone the place of the peer (a rack, a data centre), 1 to {@value #MAX_ZONE_LENGTH}
 *     characters; null when it does not say
 * @param key proves to the tracker that announces come from this peer
 */
public record PeerDetails(@Nullable String zone, AnnounceKey key) {
  /** Longest zone, in UTF-16 characters. */
  public static final int MAX_ZONE_LENGTH = 64;

  /** The details of a peer that gives none, as peers of TI/1. */
  public static final PeerDetails NONE = new PeerDetails(null, AnnounceKey.NONE);

  public PeerDetails {
    if (zone != null && !isZone(zone)) {
      throw new IllegalArgumentException(
          "the zone is too long or not printable: " + zone.length() + " characters");
    }
  }

  static boolean isZone(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_ZONE_LENGTH
        && text.chars().noneMatch(Character::isISOControl);
  }
}
