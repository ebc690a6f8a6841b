package io.torrentinno.protocol.model;

/**
 * Names a resource: SHA-256 over its manifest's canonical text ({@code specs/manifest.md}), or over
 * its info document ({@code specs/manifest-v2.md}).
 */
public record InfoHash(Bytes32 value) implements Comparable<InfoHash> {
  /**
   * Reads the text form.
   *
   * @param hex exactly 64 hex digits of either case
   * @throws IllegalArgumentException when it is anything else
   */
  public static InfoHash parse(String hex) {
    return new InfoHash(Bytes32.parse(hex));
  }

  /** The 32 bytes of {@code bytes} from {@code offset} on. */
  public static InfoHash of(byte[] bytes, int offset) {
    return new InfoHash(Bytes32.of(bytes, offset));
  }

  @Override
  public int compareTo(InfoHash other) {
    return value.compareTo(other.value);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return value.toHex();
  }
}
