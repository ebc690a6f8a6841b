package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;

/**
 * Keeps swarms. A member lives for the store's time to live, counted from its last announce: at
 * that age it is neither handed out nor counted. A swarm without live members does not exist. Safe
 * for use by several threads.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store cannot be reached.
 */
public interface SwarmStore {
  /**
   * Adds {@code caller} to the swarm or renews it, replacing what was known of that id.
   *
   * @param wanted the most peers to draw, 0 or more; all others in the swarm are equally likely,
   *     except that a seeder is given no seeders
   * @return the drawn peers, and the counts after the change
   */
  Selection announce(InfoHash swarm, SwarmPeer caller, int wanted);

  /**
   * Removes a peer at once; a peer that is not there is no error.
   *
   * @return no peers, and the counts after the change
   */
  Selection remove(InfoHash swarm, PeerId peer);

  /**
   * Shows every live swarm to {@code visitor}, once each. Swarms and members that come or go
   * meanwhile may or may not be seen. What the visitor throws ends the walk and comes through.
   */
  void forEachSwarm(SwarmVisitor visitor);

  /** How much is live now. Costs a look at every swarm. */
  StoreCounts counts();
}
