package io.torrentinno.protocol.announce;

/**
 * How many peers a tracker knows of a resource.
 *
 * @param seeders peers that said that they lack nothing
 * @param leechers all others
 */
public record SwarmSize(int seeders, int leechers) {
  public SwarmSize {
    if (seeders < 0 || leechers < 0) {
      throw new IllegalArgumentException(
          "the number of peers is negative: " + seeders + ", " + leechers);
    }
  }
}
