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
}
