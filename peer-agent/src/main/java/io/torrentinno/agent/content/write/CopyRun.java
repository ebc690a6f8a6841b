package io.torrentinno.agent.content.write;

import java.nio.file.Path;

/**
 * Bytes of a piece that are also in another file.
 *
 * @param begin offset of the bytes in the piece
 * @param length number of bytes, at least 1
 * @param file the other file; not read when it is a symbolic link
 * @param position offset of the bytes in the other file
 */
public record CopyRun(int begin, int length, Path file, long position) {
  /** Bytes in a unit. A unit is copied as a whole or not at all. */
  public static final int UNIT = FailedPieces.UNIT_BYTES;

  /** The offset in the piece behind the last byte of the run. */
  int end() {
    return begin + length;
  }

  /** The first units of the run, with at most {@code bytes} bytes; these are at least a unit. */
  CopyRun upTo(int bytes) {
    int most = bytes / UNIT * UNIT;
    return most >= length ? this : new CopyRun(begin, most, file, position);
  }

  /** The run without its first {@code bytes} bytes. */
  CopyRun from(int bytes) {
    return new CopyRun(begin + bytes, length - bytes, file, position + bytes);
  }
}
