package io.torrentinno.agent.runtime;

import io.torrentinno.agent.net.Swarm;
import io.torrentinno.agent.storage.StorageException;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * One resource of an agent, with its manifest or on the way to it. What changes it blocks and comes
 * one at a time; looking is possible at any moment from any thread.
 */
sealed interface AgentResource permits ResourceRunner, ManifestRunner {
  InfoHash infoHash();

  /**
   * What it is.
   *
   * @throws ResourceException {@link ResourceException.Reason#NO_MANIFEST} while it is not known
   */
  Manifest manifest();

  ResourceState state();

  ResourceStatus status();

  /** Refused like {@link #manifest}. */
  PieceStatus pieces();

  /** Its swarm as it stands, or that of nobody. */
  SwarmView view();

  /** The swarm that peers may join; null while there is none. */
  @Nullable Swarm swarm();

  /**
   * Starts in the background, unless paused; a failure shows in the status and in the log.
   *
   * @param readAll reads and hashes everything that is on disk, whatever is remembered
   */
  void startLater(boolean readAll);

  /** Records whether the resource is to be paused, now and after a restart. */
  void setPaused(boolean paused) throws StorageException;

  /** Its own limits. */
  RateLimits limits();

  /** Records and applies limits, now and after a restart; refused like {@link #manifest}. */
  void setLimits(RateLimits limits) throws StorageException;

  /** Records and applies an order, now and after a restart; refused like {@link #manifest}. */
  void setOrder(FetchOrder order) throws StorageException;

  /** Lets a peer in again, if it is kept out. */
  void liftBan(PeerId peer);

  /** Ends transfers and announces and closes what is open, for good; cuts a check short. */
  void retire();

  /**
   * Forgets a resource that has retired.
   *
   * @param deleteData also deletes its file, unless it was shared from outside the data folder
   */
  void delete(boolean deleteData) throws StorageException;
}
