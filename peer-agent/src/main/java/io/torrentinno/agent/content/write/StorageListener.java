package io.torrentinno.agent.content.write;

import io.torrentinno.agent.content.disk.StorageException;
import java.util.BitSet;

/**
 * Hears what became of a resource's pieces. Called on a worker thread of the {@link WritePool}, so
 * an implementation hands the news on and returns; it never blocks and never closes the storage.
 */
public interface StorageListener {
  /** The piece is on disk, matches its hash and is in the checkpoint. */
  void verified(int piece);

  /**
   * A piece that was corrupt before is good now; {@link #verified} follows.
   *
   * @param units those in which the attempt that was last said to be kept differed from the good
   *     piece, each of 16 KiB, counted from the piece's start; the listener's own
   */
  void differed(int piece, BitSet units);

  /**
   * The piece does not match its hash; it is forgotten and may be written anew.
   *
   * @param kept whether {@link #differed} will speak of this attempt; else of an earlier one
   */
  void corrupt(int piece, boolean kept);

  /**
   * Storing failed, or what was stored can't be brought onto the disk. Called once; everything
   * written afterwards is dropped until the storage is closed and opened again.
   */
  void failed(StorageException failure);
}
