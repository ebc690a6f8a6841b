package io.torrentinno.agent.files;

import java.io.IOException;

/** The files that the pieces of a resource lie in. Safe for use by several threads. */
@FunctionalInterface
public interface PieceFiles {
  /**
   * The open file that a piece lies in, which the caller releases after use. Opens the file if it
   * is closed, which blocks.
   *
   * @throws java.nio.channels.ClosedChannelException when the files are closed for good
   */
  OpenFile acquire(int piece) throws IOException;

  /**
   * As {@link #acquire}, for a piece that is a whole file, and is read or written in one go: the
   * file need not stay open.
   */
  default OpenFile once(int piece) throws IOException {
    return acquire(piece);
  }
}
