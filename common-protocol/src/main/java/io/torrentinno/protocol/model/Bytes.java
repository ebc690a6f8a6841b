package io.torrentinno.protocol.model;

import java.util.Arrays;
import java.util.Objects;

/** An immutable sequence of bytes, compared by content. */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code bytes}. */
  public static Bytes copyOf(byte... bytes) {
    return new Bytes(bytes.clone());
  }

  /**
   * A copy of a part of {@code bytes}.
   *
   * @throws IndexOutOfBoundsException when the part does not lie inside the array
   */
  public static Bytes copyOf(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(
        offset, length, bytes.length); // a range beyond the end would give zeros
    return new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** The number of bytes. */
  public int length() {
    return content.length;
  }

  /** A new array with the bytes. */
  public byte[] toArray() {
    return content.clone();
  }

  /** Writes all bytes into {@code target}, from {@code offset} on. */
  public void writeTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Only the length: the contents do not belong in a log. */
  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
