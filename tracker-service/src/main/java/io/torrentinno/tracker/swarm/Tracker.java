package io.torrentinno.tracker.swarm;

/** Answers announces. Safe for use by several threads. */
public final class Tracker {
  private final SwarmStore store;
  private final AnnouncePolicy policy;

  /** Keeps its swarms in {@code store}. */
  public Tracker(SwarmStore store, AnnouncePolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  /**
   * Lists the caller, or takes it off the list when it leaves, and tells it of others.
   *
   * @throws StoreUnavailableException when the swarms cannot be reached
   */
  public Answer announce(Announce announce) {
    SwarmPeer caller = announce.caller();
    Selection selection =
        announce.leaving()
            ? store.remove(announce.swarm(), caller.id())
            : store.announce(announce.swarm(), caller, policy.peersFor(announce.wanted()));
    return new Answer(selection, policy.interval());
  }
}
