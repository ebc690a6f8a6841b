package io.torrentinno.agent.storage;

/**
 * Hears what became of a resource's pieces. Called on a worker thread of the {@link WritePool}, so
 * an implementation hands the news on and returns; it never blocks and never closes the storage.
 */
public interface StorageListener {
  /** The piece is on disk, matches its hash and is in the checkpoint. */
  void verified(int piece);

  /** The piece does not match its hash; it is forgotten and may be written anew. */
  void corrupt(int piece);

  /**
   * Storing failed. Called once; everything written afterwards is dropped until the storage is
   * closed and opened again.
   */
  void failed(StorageException failure);
}
