package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.Announce;

/** What becomes of one peer in one swarm. */
sealed interface Change {
  InfoHash swarm();

  PeerId peer();

  /**
   * When the announce was received, by Redis's clock in milliseconds; 0 for the time of its entry.
   * A change that is older than what is known of the peer is not applied.
   */
  long receivedAt();

  /** What the writer counts as completed in the swarm, this change not included. */
  default long completedBefore() {
    return 0;
  }

  /** The same change, for an entry that is written later, by trackers that may have applied it. */
  Change again(long receivedAt);

  /**
   * The peer is listed.
   *
   * @param announce of kind {@code PRESENT} or {@code COMPLETED}; what it wants is not written
   */
  record Listed(Announce announce, long completedBefore, long receivedAt) implements Change {
    @Override
    public InfoHash swarm() {
      return announce.swarm();
    }

    @Override
    public PeerId peer() {
      return announce.caller().id();
    }

    /** What it completes is in the number then, so that it counts once. */
    @Override
    public Listed again(long receivedAt) {
      boolean completes = announce.kind() == Announce.Kind.COMPLETED;
      Announce present =
          new Announce(announce.swarm(), announce.caller(), Announce.Kind.PRESENT, announce.want());
      return new Listed(present, completes ? completedBefore + 1 : completedBefore, receivedAt);
    }
  }

  /** The peer is not listed any more, in either family. */
  record Left(InfoHash swarm, PeerId peer, long receivedAt) implements Change {
    Left(InfoHash swarm, PeerId peer) {
      this(swarm, peer, 0);
    }

    @Override
    public Left again(long receivedAt) {
      return new Left(swarm, peer, receivedAt);
    }
  }
}
