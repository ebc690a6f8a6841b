package io.torrentinno.protocol.manifest.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Many short texts in few arrays, each found by its position. A text takes its bytes in UTF-8 and
 * two more.
 */
final class NameStore {
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int FIRST_CAPACITY = 64;
  private static final int HEAD = 2;

  private byte[][] chunks = {new byte[FIRST_CAPACITY]};
  private int last;
  private int used;

  /**
   * Adds a text.
   *
   * @param utf8 fewer than 64 KiB
   * @return its position
   */
  int add(byte[] utf8) {
    makeRoom(HEAD + utf8.length);
    byte[] chunk = chunks[last];
    int position = (last << CHUNK_BITS) | used;
    chunk[used] = (byte) (utf8.length >> 8);
    chunk[used + 1] = (byte) utf8.length;
    System.arraycopy(utf8, 0, chunk, used + HEAD, utf8.length);
    used += HEAD + utf8.length;
    return position;
  }

  /** The text at a position. */
  String get(int position) {
    return new String(chunk(position), offset(position), length(position), StandardCharsets.UTF_8);
  }

  /** The text at a position in UTF-8. */
  byte[] bytes(int position) {
    int offset = offset(position);
    return Arrays.copyOfRange(chunk(position), offset, offset + length(position));
  }

  /** Compares the text at a position with another one, as unsigned bytes of UTF-8. */
  int compare(int position, byte[] utf8) {
    int offset = offset(position);
    int end = offset + length(position);
    return Arrays.compareUnsigned(chunk(position), offset, end, utf8, 0, utf8.length);
  }

  /** Bytes of the arrays. */
  long size() {
    return ((long) last << CHUNK_BITS) + chunks[last].length;
  }

  /** Frees the memory that was only there for growth. */
  void trim() {
    chunks = Arrays.copyOf(chunks, last + 1);
    chunks[last] = Arrays.copyOf(chunks[last], used);
  }

  private void makeRoom(int length) {
    if (used + length <= chunks[last].length) {
      return;
    }
    if (used + length <= CHUNK) {
      int grown = Math.max(used + length, 2 * chunks[last].length);
      chunks[last] = Arrays.copyOf(chunks[last], Math.min(grown, CHUNK));
      return;
    }
    last++;
    if (last == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * last);
    }
    chunks[last] = new byte[CHUNK];
    used = 0;
  }

  private byte[] chunk(int position) {
    return chunks[position >>> CHUNK_BITS];
  }

  private int length(int position) {
    byte[] chunk = chunk(position);
    int at = position & (CHUNK - 1);
    return ((chunk[at] & 0xFF) << 8) | (chunk[at + 1] & 0xFF);
  }

  private static int offset(int position) {
    return (position & (CHUNK - 1)) + HEAD;
  }
}
