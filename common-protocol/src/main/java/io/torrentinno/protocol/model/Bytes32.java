package io.torrentinno.protocol.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A 32-byte value in four big-endian words. Ids need no array, compare fast, and are safe as map
 * keys.
 */
public record Bytes32(long w0, long w1, long w2, long w3) implements Comparable<Bytes32> {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /**
   * Reads the binary form.
   *
   * @param bytes the array with the value, most significant byte first
   * @param offset where the 32 bytes begin
   * @throws IndexOutOfBoundsException when fewer than 32 bytes follow {@code offset}
   */
  public static Bytes32 of(byte[] bytes, int offset) {
    return new Bytes32(
        Words.read(bytes, offset),
        Words.read(bytes, offset + 8),
        Words.read(bytes, offset + 16),
        Words.read(bytes, offset + 24));
  }

  /**
   * Reads the text form.
   *
   * @param hex exactly 64 hex digits of either case
   * @throws IllegalArgumentException when it is anything else
   */
  public static Bytes32 parse(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new IllegalArgumentException(
          "expected 64 hex digits, got " + hex.length() + " characters");
    }
    return new Bytes32(
        Words.parse(hex, 0), Words.parse(hex, 16), Words.parse(hex, 32), Words.parse(hex, 48));
  }

  /** A new array of 32 bytes, most significant first. */
  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    writeTo(bytes, 0);
    return bytes;
  }

  /** Writes the 32 bytes into {@code target}, from {@code offset} on. */
  public void writeTo(byte[] target, int offset) {
    Words.write(w0, target, offset);
    Words.write(w1, target, offset + 8);
    Words.write(w2, target, offset + 16);
    Words.write(w3, target, offset + 24);
  }

  /** 64 lower-case hex digits. */
  public String toHex() {
    byte[] hex = new byte[2 * LENGTH];
    Words.writeHex(w0, hex, 0);
    Words.writeHex(w1, hex, 16);
    Words.writeHex(w2, hex, 32);
    Words.writeHex(w3, hex, 48);
    return new String(hex, StandardCharsets.ISO_8859_1);
  }

  /** Compares as unsigned bytes, the first byte first. */
  @Override
  public int compareTo(Bytes32 other) {
    int order = Long.compareUnsigned(w0, other.w0);
    order = order != 0 ? order : Long.compareUnsigned(w1, other.w1);
    order = order != 0 ? order : Long.compareUnsigned(w2, other.w2);
    return order != 0 ? order : Long.compareUnsigned(w3, other.w3);
  }

  @Override
  public String toString() {
    return toHex();
  }

  /** Big-endian 64-bit words in byte arrays and in hex text. */
  private static final class Words {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Words() {}

    static long read(byte[] bytes, int offset) {
      return (long) LONGS.get(bytes, offset);
    }

    static void write(long word, byte[] bytes, int offset) {
      LONGS.set(bytes, offset, word);
    }

    static long parse(String hex, int from) {
      return HexFormat.fromHexDigitsToLong(hex, from, from + 16);
    }

    static void writeHex(long word, byte[] ascii, int offset) {
      for (int i = 0; i < 16; i++) {
        ascii[offset + i] = DIGITS[(int) (word >>> (60 - 4 * i)) & 0xF];
      }
    }
  }
}
