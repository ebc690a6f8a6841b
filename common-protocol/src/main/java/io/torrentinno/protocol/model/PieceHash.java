package io.torrentinno.protocol.model;

/**
 * The hash of one piece: SHA-256 of its bytes in version 1 of the manifest, its node of the file's
 * hash tree in version 2.
 */
public record PieceHash(Bytes32 value) implements Comparable<PieceHash> {
  /** Length in bytes. */
  public static final int LENGTH = Bytes32.LENGTH;

  /**
   * Reads the text form.
   *
   * @param hex exactly 64 hex digits of either case
   * @throws IllegalArgumentException when it is anything else
   */
  public static PieceHash parse(String hex) {
    return new PieceHash(Bytes32.parse(hex));
  }

  /** The 32 bytes of {@code bytes} from {@code offset} on. */
  public static PieceHash of(byte[] bytes, int offset) {
    return new PieceHash(Bytes32.of(bytes, offset));
  }

  @Override
  public int compareTo(PieceHash other) {
    return value.compareTo(other.value);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return value.toHex();
  }
}
