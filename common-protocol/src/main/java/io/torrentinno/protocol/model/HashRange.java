package io.torrentinno.protocol.model;

/**
 * A range of hashes in one layer of a file's hash tree. The range is a whole subtree ({@code
 * specs/wire.md}). Whether the tree has it depends on the file's size.
 *
 * @param root names the file
 * @param layer counted from the leaves, which are layer 0; at most {@value #MAX_LAYER}
 * @param index of the first hash in its layer, a multiple of {@code length}
 * @param length how many hashes, those after the end of the file included: a power of two, at most
 *     {@value #MAX_LENGTH}
 */
public record HashRange(FileRoot root, int layer, int index, int length) {
  /** The layer of the root of the largest file. */
  public static final int MAX_LAYER = 30;

  /** The most hashes in a range, without their proof. */
  public static final int MAX_LENGTH = 2048;

  public HashRange {
    if (layer < 0 || layer > MAX_LAYER) {
      throw new IllegalArgumentException("no layer " + Integer.toUnsignedString(layer));
    }
    if (length < 1 || length > MAX_LENGTH || Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("not " + Integer.toUnsignedString(length) + " hashes");
    }
    if (index < 0 || index % length != 0) {
      throw new IllegalArgumentException(
          "no " + length + " hashes begin at " + Integer.toUnsignedString(index));
    }
  }
}
