package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.Announce;

/** A change of one peer in one swarm. The entries of the log consist of changes. */
sealed interface Change {
  InfoHash swarm();

  PeerId peer();

  /**
   * When the announce was received, by Redis's clock, in milliseconds; 0 when it is the time of the
   * change's entry. A change that is older than what is known of its peer is not applied.
   */
  long receivedAt();

  /** How many peers had completed in the swarm before this change, as far as its writer knows. */
  default long completedBefore() {
    return 0;
  }

  /** The same change, for trackers that may have applied it already. */
  Change repeated(long receivedAt);

  /**
   * The peer is listed.
   *
   * @param announce of kind {@code PRESENT} or {@code COMPLETED}. Its wishes are not written
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

    /** A completed download becomes part of {@link #completedBefore}, so that it counts once. */
    @Override
    public Listed repeated(long receivedAt) {
      boolean completes = announce.kind() == Announce.Kind.COMPLETED;
      Announce present =
          new Announce(announce.swarm(), announce.caller(), Announce.Kind.PRESENT, announce.want());
      return new Listed(present, completes ? completedBefore + 1 : completedBefore, receivedAt);
    }
  }

  /** The peer is not listed any more, with addresses of either family. */
  record Left(InfoHash swarm, PeerId peer, long receivedAt) implements Change {
    Left(InfoHash swarm, PeerId peer) {
      this(swarm, peer, 0);
    }

    @Override
    public Left repeated(long receivedAt) {
      return new Left(swarm, peer, receivedAt);
    }
  }
}
