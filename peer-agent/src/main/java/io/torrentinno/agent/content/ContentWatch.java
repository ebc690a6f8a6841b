package io.torrentinno.agent.content;

import io.torrentinno.agent.content.disk.StorageException;

/**
 * Compares files with their stamps of the time when their pieces were verified. Its calls block.
 */
interface ContentWatch {
  /**
   * Checks the file of a piece.
   *
   * @throws StorageException {@link StorageException.Reason#FILE_CHANGED}, with what has happened
   *     to the file and the remedy
   */
  void requireUnchanged(int piece) throws StorageException;

  /** As above, for as many files as take little time. The next call continues with others. */
  void requireUnchanged() throws StorageException;
}
