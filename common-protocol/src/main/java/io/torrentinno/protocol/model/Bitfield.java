package io.torrentinno.protocol.model;

import java.util.Arrays;

/** A set of pieces of a resource. Not safe for use by several threads. */
public final class Bitfield {
  private final long[] words;
  private final int size;
  private int cardinality;

  /**
   * An empty set.
   *
   * @param size the number of pieces, perhaps 0
   */
  public Bitfield(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("no bitfield of " + size + " pieces");
    }
    this.size = size;
    this.words = new long[(size + 63) >>> 6];
  }

  private Bitfield(Bitfield other) {
    this.size = other.size;
    this.words = other.words.clone();
    this.cardinality = other.cardinality;
  }

  /** The set of all {@code size} pieces. */
  public static Bitfield full(int size) {
    Bitfield full = new Bitfield(size);
    full.setAll();
    return full;
  }

  /**
   * Reads the wire form: piece 0 is the high bit of the first byte, spare bits are zero.
   *
   * @throws IllegalArgumentException when the length is not that of {@code size} pieces or a spare
   *     bit is set
   */
  public static Bitfield parse(byte[] bytes, int size) {
    Bitfield parsed = new Bitfield(size);
    if (bytes.length != byteLength(size)) {
      throw new IllegalArgumentException(
          size + " pieces take " + byteLength(size) + " bytes, got " + bytes.length);
    }
    for (int i = 0; i < bytes.length; i++) {
      parsed.words[i >>> 3] |= (bytes[i] & 0xFFL) << (56 - ((i & 7) << 3));
    }
    int last = parsed.words.length - 1;
    if (last >= 0 && (parsed.words[last] & ~lastWordMask(size)) != 0) {
      throw new IllegalArgumentException("a spare bit is set");
    }
    for (long word : parsed.words) {
      parsed.cardinality += Long.bitCount(word);
    }
    return parsed;
  }

  /** Bytes that the wire form of {@code size} pieces takes. */
  public static int byteLength(int size) {
    return (size + 7) >>> 3;
  }

  /** The wire form, as {@link #parse} reads it. */
  public byte[] toBytes() {
    byte[] bytes = new byte[byteLength(size)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (words[i >>> 3] >>> (56 - ((i & 7) << 3)));
    }
    return bytes;
  }

  public boolean get(int piece) {
    checkIndex(piece);
    return (words[piece >>> 6] & bit(piece)) != 0;
  }

  /** Adds a piece; true when it was missing before. */
  public boolean set(int piece) {
    checkIndex(piece);
    if ((words[piece >>> 6] & bit(piece)) != 0) {
      return false;
    }
    words[piece >>> 6] |= bit(piece);
    cardinality++;
    return true;
  }

  /** Removes a piece; true when it was there before. */
  public boolean clear(int piece) {
    checkIndex(piece);
    if ((words[piece >>> 6] & bit(piece)) == 0) {
      return false;
    }
    words[piece >>> 6] &= ~bit(piece);
    cardinality--;
    return true;
  }

  public void setAll() {
    Arrays.fill(words, -1L);
    if (size > 0) {
      words[words.length - 1] = lastWordMask(size);
    }
    cardinality = size;
  }

  /** Copies the pieces of {@code other}, which must have the same size. */
  public void setTo(Bitfield other) {
    checkSameSize(other);
    System.arraycopy(other.words, 0, words, 0, words.length);
    cardinality = other.cardinality;
  }

  /** How many pieces are in this set and not in {@code other}, which must have the same size. */
  public int cardinalityWithout(Bitfield other) {
    checkSameSize(other);
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & ~other.words[i]);
    }
    return count;
  }

  /** The first piece at or after {@code from} that is missing; -1 when there is none. */
  public int nextClear(int from) {
    return next(from, -1L);
  }

  /** The first piece at or after {@code from} that is present; -1 when there is none. */
  public int nextSet(int from) {
    return next(from, 0L);
  }

  /**
   * The first piece at or after {@code from} that this and {@code other}, of the same size, have;
   * -1 when there is none.
   */
  public int nextCommon(Bitfield other, int from) {
    checkSameSize(other);
    if (from >= size) {
      return -1;
    }
    checkIndex(from);
    long mask = -1L >>> (from & 63);
    for (int i = from >>> 6; i < words.length; i++) {
      long both = words[i] & other.words[i] & mask;
      if (both != 0) {
        return (i << 6) + Long.numberOfLeadingZeros(both);
      }
      mask = -1L;
    }
    return -1;
  }

  /** The number of pieces, present or not. */
  public int size() {
    return size;
  }

  /** How many pieces are present. */
  public int cardinality() {
    return cardinality;
  }

  public boolean isFull() {
    return cardinality == size;
  }

  public boolean isEmpty() {
    return cardinality == 0;
  }

  public Bitfield copy() {
    return new Bitfield(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bitfield that && size == that.size && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return 31 * size + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return cardinality + "/" + size;
  }

  private int next(int from, long flip) {
    if (from >= size) {
      return -1;
    }
    checkIndex(from);
    int index = from >>> 6;
    long word = (words[index] ^ flip) & (-1L >>> (from & 63));
    while (word == 0) {
      if (++index == words.length) {
        return -1;
      }
      word = words[index] ^ flip;
    }
    int piece = (index << 6) + Long.numberOfLeadingZeros(word);
    return piece < size ? piece : -1;
  }

  private void checkSameSize(Bitfield other) {
    if (other.size != size) {
      throw new IllegalArgumentException(
          "the bitfields have different sizes: " + other.size + ", " + size);
    }
  }

  private void checkIndex(int piece) {
    if (piece < 0 || piece >= size) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + size);
    }
  }

  private static long bit(int piece) {
    return 1L << (63 - (piece & 63));
  }

  private static long lastWordMask(int size) {
    int spare = -size & 63;
    return -1L << spare;
  }
}
