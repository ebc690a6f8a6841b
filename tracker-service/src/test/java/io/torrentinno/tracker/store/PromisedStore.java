package io.torrentinno.tracker.store;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.StoreUnavailableException;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.SwarmVisitor;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A store that answers when the test says so, in the order of the calls. */
public class PromisedStore implements SwarmStore {
  private final BlockingQueue<CompletableFuture<Selection>> announces = new LinkedBlockingQueue<>();
  private final BlockingQueue<CompletableFuture<SwarmCounts>> counts = new LinkedBlockingQueue<>();
  private volatile boolean throwing;

  @Override
  public CompletableFuture<Selection> announce(Announce announce, int wanted) {
    if (throwing) {
      throw new OutOfMemoryError("for this test");
    }
    CompletableFuture<Selection> promise = new CompletableFuture<>();
    announces.add(promise);
    return promise;
  }

  @Override
  public CompletableFuture<Selection> remove(InfoHash swarm, PeerId peer, Proof proof) {
    return scrape(swarm).thenApply(left -> new Selection(PeerList.EMPTY, left));
  }

  @Override
  public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
    CompletableFuture<SwarmCounts> promise = new CompletableFuture<>();
    counts.add(promise);
    return promise;
  }

  /** Waits for an announce, and answers the oldest one, for a swarm with so many seeders. */
  public void answerAnnounce(int seeders) {
    Selection selection = new Selection(PeerList.EMPTY, new SwarmCounts(seeders, 0, 0));
    taken(announces).complete(selection);
  }

  /** Waits for an announce, and answers it. Further ones throw an error. */
  public void answerOneAnnounceAndThrowThen() {
    CompletableFuture<Selection> announce = taken(announces);
    throwing = true;
    announce.complete(new Selection(PeerList.EMPTY, SwarmCounts.NONE));
  }

  /** Waits for an announce, and fails the oldest one as a store that is away does. */
  public void failAnnounce() {
    taken(announces).completeExceptionally(new StoreUnavailableException("away"));
  }

  /** Waits for an announce, and fails the oldest one as a fault of the store would. */
  public void breakAnnounce() {
    taken(announces).completeExceptionally(new IllegalStateException("broken"));
  }

  /** Fails the oldest scrape or removal. */
  public void failCounts() {
    taken(counts).completeExceptionally(new StoreUnavailableException("away"));
  }

  private static <T> T taken(BlockingQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void forEachSwarm(SwarmVisitor visitor) {}

  @Override
  public Iterable<SwarmPeer> members(InfoHash swarm) {
    return List.of();
  }

  @Override
  public StoreCounts counts() {
    return StoreCounts.NONE;
  }
}
