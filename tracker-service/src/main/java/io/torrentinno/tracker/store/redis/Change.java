package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.util.concurrent.CompletableFuture;

/** A change of one peer in one swarm. The entries of the log consist of changes. */
sealed interface Change {
  InfoHash swarm();

  PeerId peer();

  /**
   * When the announce was received, by Redis's clock, in milliseconds. 0: use the time of the
   * entry; any other time makes it a late change. A late change that is older than what is known of
   * its peer changes only the number of the completed; a plain leave is always applied.
   */
  long receivedAt();

  /** How many peers had completed in the swarm before this change, as far as its writer knows. */
  default long completedBefore() {
    return 0;
  }

  /** The bytes of the address of the peer; 0 stands for both families. */
  int family();

  /** The peer that it changes. */
  default Member member() {
    return new Member(swarm(), peer(), family());
  }

  /** A peer of a swarm; {@code family} as in {@link Change#family}. */
  record Member(InfoHash swarm, PeerId peer, int family) {
    Member in(int other) {
      return new Member(swarm, peer, other);
    }
  }

  /** This change, in a form that does no harm where it was applied before. */
  Change repeatable(long receivedAt);

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

    @Override
    public int family() {
      return announce.caller().address().ip().getAddress().length;
    }

    /** The same change with another owner. */
    Listed withProof(Proof proof) {
      return new Listed(announce.withProof(proof), completedBefore, receivedAt);
    }

    /**
     * This change with its completion moved into {@link #completedBefore}, so that applying it
     * again counts nothing.
     */
    @Override
    public Listed repeatable(long receivedAt) {
      boolean completes = announce.kind() == Announce.Kind.COMPLETED;
      Announce present =
          new Announce(
              announce.swarm(),
              announce.caller(),
              Announce.Kind.PRESENT,
              announce.want(),
              announce.proof());
      return new Listed(present, completes ? completedBefore + 1 : completedBefore, receivedAt);
    }
  }

  /**
   * The peer left.
   *
   * @param families of the addresses that are removed
   */
  record Left(InfoHash swarm, PeerId peer, AddressFamilies families, long receivedAt)
      implements Change {
    Left(InfoHash swarm, PeerId peer, AddressFamilies families) {
      this(swarm, peer, families, 0);
    }

    @Override
    public int family() {
      return switch (families) {
        case BOTH -> 0;
        case IPV4 -> 4;
        case IPV6 -> 16;
      };
    }

    @Override
    public Left repeatable(long receivedAt) {
      return new Left(swarm, peer, families, receivedAt);
    }
  }

  /**
   * A change on its way through the log.
   *
   * @param at when it was received, by the table's clock
   */
  record Pending(Change change, int wanted, long at, CompletableFuture<Selection> answer) {
    private static final CompletableFuture<Selection> ANSWERED =
        CompletableFuture.completedFuture(new Selection(PeerList.EMPTY, SwarmCounts.NONE));

    /** The same change, after it was answered. It does not hold the answer. */
    Pending answered() {
      return new Pending(change, 0, at, ANSWERED);
    }

    /** The same change, received at this time or later. */
    Pending noOlderThan(long time) {
      return new Pending(change, wanted, Math.max(at, time), answer);
    }

    /** This change, repeatable, with its time by Redis's clock ({@code at - clockOffset}). */
    Pending asLate(long clockOffset) {
      return new Pending(change.repeatable(at - clockOffset), 0, at, answer);
    }
  }
}
