package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps swarms. A member lives for the store's time to live, counted from its last announce: at
 * that age it is neither handed out nor counted. A swarm without live members does not exist. Safe
 * for use by several threads.
 *
 * <p>When the store cannot be reached, futures fail with {@link StoreUnavailableException} and the
 * other methods throw it. Nothing that gives a future blocks: event loops may call it. A future is
 * completed by a thread of the store's, which is not to be kept waiting either.
 */
public interface SwarmStore {
  /**
   * Adds the caller to the swarm or renews it, replacing what was known of that id in that family.
   * Every other peer of the wanted families is equally likely to be drawn, except that a seeder is
   * given no seeders, and that a caller with a zone is given neighbours first for a part of the
   * answer (see {@link ZoneShare}). Where a cap is reached, a caller that is not listed yet is not
   * added, and what it has completed is not counted.
   *
   * <p>A store that others write to as well may leave an announce out that says of a member only
   * what it said a moment ago, and count that member's time from the one before.
   *
   * @param announce {@code PRESENT} or {@code COMPLETED}, which is counted
   * @param wanted the most peers to draw, 0 or more, whatever the caller itself would like
   * @return the drawn peers, and the counts after the change
   */
  CompletableFuture<Selection> announce(Announce announce, int wanted);

  /**
   * Draws others for a caller that is not to be listed, as {@link #announce} does.
   *
   * @return the drawn peers, and the counts as they are; a store that has no way to draw without
   *     listing gives the counts alone
   */
  default CompletableFuture<Selection> look(Announce announce, int wanted) {
    return scrape(announce.swarm()).thenApply(counts -> new Selection(PeerList.EMPTY, counts));
  }

  /**
   * Removes a peer, of either family, at once; a peer that is not there is no error.
   *
   * @return the counts after the change
   */
  CompletableFuture<SwarmCounts> remove(InfoHash swarm, PeerId peer);

  /** The counts of one swarm; {@link SwarmCounts#NONE} when there is no such swarm. */
  CompletableFuture<SwarmCounts> scrape(InfoHash swarm);

  /**
   * Shows every live swarm to {@code visitor}, once each. Swarms that come or go meanwhile may or
   * may not be seen. What the visitor throws ends the walk and comes through.
   */
  void forEachSwarm(SwarmVisitor visitor);

  /**
   * The live members of one swarm, none twice; nobody when there is no such swarm. Members that
   * come or go meanwhile may or may not be seen. To be iterated at most once: large swarms are
   * fetched on the way.
   */
  Iterable<SwarmPeer> members(InfoHash swarm);

  /** How much is live now. Costs a look at every swarm. */
  StoreCounts counts();
}
