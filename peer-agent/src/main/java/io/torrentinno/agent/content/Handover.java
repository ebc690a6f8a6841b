package io.torrentinno.agent.content;

import io.torrentinno.agent.content.disk.StorageException;

/** Makes a resource give its place to the resource that replaces it. */
public interface Handover {
  /**
   * Blocking. Runs {@code move} while nothing else uses the place, and then forgets the resource
   * that had it; or does neither.
   *
   * @throws StorageException when the resource can't give its place away, or the move fails
   */
  void handOver(Move move) throws StorageException;

  /** Takes the place. */
  interface Move {
    /**
     * Blocking. It has the place when this returns.
     *
     * @param over whether to take the place of what is there; else that is refused
     * @return whether a power failure can't undo that
     * @throws StorageException when it does not have the place; nothing has changed then
     */
    boolean run(boolean over) throws StorageException;
  }
}
