package io.torrentinno.protocol.model;

/**
 * Identifies the content of a file: the root of its hash tree, BEP 52's pieces root ({@code
 * specs/manifest-v2.md}). Files with the same bytes have the same root.
 */
public record FileRoot(Bytes32 value) implements Comparable<FileRoot> {
  /** Length in bytes. */
  public static final int LENGTH = Bytes32.LENGTH;

  /**
   * Reads the text form.
   *
   * @param hex exactly 64 hex digits of either case
   * @throws IllegalArgumentException when it is anything else
   */
  public static FileRoot parse(String hex) {
    return new FileRoot(Bytes32.parse(hex));
  }

  /** The 32 bytes of {@code bytes} from {@code offset} on. */
  public static FileRoot of(byte[] bytes, int offset) {
    return new FileRoot(Bytes32.of(bytes, offset));
  }

  @Override
  public int compareTo(FileRoot other) {
    return value.compareTo(other.value);
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return value.toHex();
  }
}
