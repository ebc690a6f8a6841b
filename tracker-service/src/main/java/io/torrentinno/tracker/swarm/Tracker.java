package io.torrentinno.tracker.swarm;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Answer;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.util.concurrent.CompletableFuture;

/**
 * Answers announces. Safe for use by several threads, event loops included, because nothing here
 * blocks. Futures fail with {@link StoreUnavailableException} when the store cannot be reached.
 */
public final class Tracker {
  private final SwarmStore store;
  private final AnnouncePolicy policy;

  /** A tracker with its swarms in {@code store}. */
  public Tracker(SwarmStore store, AnnouncePolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  /** Lists the caller, or removes it when it leaves, and returns other peers. */
  public CompletableFuture<Answer> announce(Announce announce) {
    if (announce.kind() == Announce.Kind.LEAVING) {
      return store
          .remove(announce.swarm(), announce.caller().id(), announce.proof())
          .thenApply(this::answer);
    }
    int wanted = policy.peersFor(announce.want().peers());
    return (announce.kind() == Announce.Kind.UNREACHABLE
            ? store.look(announce, wanted)
            : store.announce(announce, wanted))
        .thenApply(this::answer);
  }

  /** The counts of one swarm. */
  public CompletableFuture<SwarmCounts> scrape(InfoHash swarm) {
    return store.scrape(swarm);
  }

  private Answer answer(Selection selection) {
    return new Answer(selection, policy.interval());
  }
}
