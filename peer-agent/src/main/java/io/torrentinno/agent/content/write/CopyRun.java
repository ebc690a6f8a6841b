package io.torrentinno.agent.content.write;

import java.nio.file.Path;

/**
 * Bytes of a piece that lie in another file.
 *
 * @param begin where in the piece they belong
 * @param length at least 1
 * @param file where they lie; never followed when it is a symbolic link
 * @param position where in that file they begin
 */
public record CopyRun(int begin, int length, Path file, long position) {
  /** The bytes that are copied, or not, as one. */
  public static final int UNIT = FailedPieces.UNIT_BYTES;

  /** Where in the piece the run ends. */
  int end() {
    return begin + length;
  }

  /** Its first units, {@code bytes} at most, which are one unit at least. */
  CopyRun upTo(int bytes) {
    int most = bytes / UNIT * UNIT;
    return most >= length ? this : new CopyRun(begin, most, file, position);
  }

  /** The run without its first bytes. */
  CopyRun from(int bytes) {
    return new CopyRun(begin + bytes, length - bytes, file, position + bytes);
  }
}
