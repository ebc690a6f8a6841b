package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps swarms. A member is a listed peer. It lives for the store's time to live, counted from its
 * last announce; after that it is neither handed out nor counted. A swarm without live members does
 * not exist. Safe for use by several threads.
 *
 * <p>When the store cannot be reached, futures fail with {@link StoreUnavailableException}, and the
 * other methods throw it. Methods that return a future never block, so event loops may call them. A
 * thread of the store completes the futures; it must not be blocked either.
 */
public interface SwarmStore {
  /**
   * Adds the caller to the swarm, or renews it and replaces what was known of its id in its address
   * family. Every other peer of the wanted families is equally likely to be chosen, with two
   * exceptions: a seeder gets no seeders, and a caller with a zone gets neighbours first for a part
   * of the answer (see {@link ZoneShare}). When a cap is reached, a caller that is not listed yet
   * is not added, and its completed download is not counted.
   *
   * <p>A listing is moved to another address or port only by a caller that {@linkplain Proof
   * proves} that it is its own. Any other caller gets peers, and the listing stays ({@link
   * Unlisted#PEER_ID}). An announce without proof that names the listed address and port renews the
   * listing, and does not become its owner.
   *
   * <p>A store that several trackers write to may leave an announce out when it says the same as a
   * recent one; the member's time then counts from that one.
   *
   * @param announce {@code PRESENT} or {@code COMPLETED}, which is counted
   * @param wanted the most peers to choose, 0 or more; the caller's own wish is not looked at
   * @return the chosen peers, and the counts after the change
   */
  CompletableFuture<Selection> announce(Announce announce, int wanted);

  /**
   * Chooses peers for a caller that is not listed, as {@link #announce} does.
   *
   * @return the chosen peers, and the present counts; a store that cannot choose without listing
   *     returns only the counts
   */
  default CompletableFuture<Selection> look(Announce announce, int wanted) {
    return scrape(announce.swarm()).thenApply(counts -> new Selection(PeerList.EMPTY, counts));
  }

  /**
   * Removes a peer at once, in each address family in which the caller {@linkplain Proof proves}
   * that the listing is its own. A peer that is not there is no error.
   *
   * @return the counts after the change, and {@link Unlisted#PEER_ID} when the peer is listed and
   *     no listing of it is the caller's
   */
  CompletableFuture<Selection> remove(InfoHash swarm, PeerId peer, Proof proof);

  /** The counts of one swarm; {@link SwarmCounts#NONE} when there is no such swarm. */
  CompletableFuture<SwarmCounts> scrape(InfoHash swarm);

  /**
   * Calls {@code visitor} once for every live swarm. Swarms that come or go meanwhile may be left
   * out. An exception of the visitor ends the walk and is thrown on.
   */
  void forEachSwarm(SwarmVisitor visitor);

  /**
   * The live members of one swarm, each once; empty when there is no such swarm. Members that come
   * or go meanwhile may be left out. To be iterated at most once, because large swarms are read on
   * the way.
   */
  Iterable<SwarmPeer> members(InfoHash swarm);

  /** The counts of the whole store. Reads every swarm. */
  StoreCounts counts();
}
