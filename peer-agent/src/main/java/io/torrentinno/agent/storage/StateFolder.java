package io.torrentinno.agent.storage;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import java.nio.file.Path;
import java.util.List;

/**
 * What an agent remembers, in {@code .torrentinno} inside the data folder. One agent at a time: the
 * folder is locked until it is closed or the process ends. Safe for use by several threads.
 */
public final class StateFolder implements AutoCloseable {
  private final PeerId peerId = PeerId.random(new java.security.SecureRandom());

  private StateFolder() {}

  /**
   * Opens the state of a data folder, and creates what is not there.
   *
   * @throws StorageException {@link StorageException.Reason#IO} when another agent uses the folder
   *     or it can't be written
   */
  public static StateFolder open(Path dataFolder) throws StorageException {
    return new StateFolder();
  }

  /** This agent's id: made at the first start, the same ever after. */
  public PeerId peerId() {
    return peerId;
  }

  /** All resources that can be read; one that can't be is logged, left where it is and skipped. */
  public List<SavedResource> load() throws StorageException {
    return List.of();
  }

  /** Adds or replaces a resource; all of it or nothing, whenever the power fails. */
  public void save(SavedResource resource) throws StorageException {}

  /**
   * Records that the file of {@code resource}, which was saved before, was read and matches its
   * manifest, so that it need not be read again: for a manifest just built from it.
   *
   * @param stamp the file's stamp, taken before it was read
   */
  public void saveVerified(SavedResource resource, FileStamp stamp) throws StorageException {}

  /** Forgets a resource and its checkpoint, not its files. Nothing happens when it is unknown. */
  public void delete(InfoHash infoHash) throws StorageException {}

  @Override
  public void close() {}
}
