package io.torrentinno.agent.content.write;

import io.torrentinno.agent.content.disk.StorageException;
import java.util.BitSet;

/**
 * Receives the results for the pieces of a resource. The calls come on a worker thread of the
 * {@link WritePool}. An implementation passes the result on and returns: it must not block, and
 * must not close the storage.
 */
public interface StorageListener {
  /**
   * The pieces are on disk, have the expected hashes, and are in the checkpoint.
   *
   * @param pieces at least one; the listener owns the array
   */
  void verified(int... pieces);

  /**
   * A piece that was corrupt before is good now. A call of {@link #verified} follows.
   *
   * @param units the units of 16 KiB, counted from the start of the piece, in which the kept
   *     corrupt attempt differed from the good piece. The listener owns the set
   */
  void differed(int piece, BitSet units);

  /**
   * The piece does not have the expected hash. It may be written again.
   *
   * @param kept whether a later call of {@link #differed} compares with this attempt; false when it
   *     compares with an earlier one
   */
  void corrupt(int piece, boolean kept);

  /**
   * A write or a flush failed. Called at most once. All later writes are dropped, until the storage
   * is closed and opened again.
   */
  void failed(StorageException failure);
}
