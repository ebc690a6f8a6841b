package io.torrentinno.agent.content;

import io.torrentinno.agent.content.disk.StorageException;

/** Compares files with what they were when their pieces were verified. Its calls block. */
interface ContentWatch {
  /**
   * Looks at the file of a piece.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED}, with what has happened
   *     to the file and the remedy
   */
  void requireUnchanged(int piece) throws StorageException;

  /** As above, of as much as takes little time; of others the next time. */
  void requireUnchanged() throws StorageException;
}
