package io.torrentinno.tracker.store.redis;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.memory.MemorySwarmStore;
import io.torrentinno.tracker.store.memory.MemorySwarmStore.TimedAnnounce;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A change of one peer in one swarm. The entries of the log consist of changes. */
sealed interface Change {
  InfoHash swarm();

  PeerId peer();

  /**
   * When the announce was received, by Redis's clock, in milliseconds. 0 stands for the time of the
   * entry; any other time makes it a late change.
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

    /** Whether a leave of this member is a leave of that one too; both are of the same peer. */
    boolean covers(Member other) {
      return family == 0 || family == other.family;
    }
  }

  /**
   * Applies this change to a table, unless its peer is listed by a later one.
   *
   * @param receivedAt by the table's clock
   * @return peers for the caller, and the counts after the change
   */
  Selection applyTo(MemorySwarmStore table, int wanted, long receivedAt);

  /** Answers this change, which is not to be applied, because a newer one of its peer was. */
  Selection lookIn(MemorySwarmStore table, int wanted);

  /** This change, received at this time. */
  Change receivedAt(long time);

  /**
   * This change without a completion of its own: {@link #completedBefore} includes it. So the
   * completion is counted once, also where the change was applied before.
   */
  default Change withoutCompletion() {
    return this;
  }

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

    @Override
    public Selection applyTo(MemorySwarmStore table, int wanted, long receivedAt) {
      return table.apply(new TimedAnnounce(announce, completedBefore, receivedAt), wanted);
    }

    @Override
    public Selection lookIn(MemorySwarmStore table, int wanted) {
      return table.look(announce, wanted).resultNow();
    }

    /** The leave that removes this listing. */
    Left leave() {
      return new Left(swarm(), peer(), family() == 4 ? AddressFamilies.IPV4 : AddressFamilies.IPV6);
    }

    /** The same change with another owner. */
    Listed withProof(Proof proof) {
      return new Listed(announce.withProof(proof), completedBefore, receivedAt);
    }

    @Override
    public Listed receivedAt(long time) {
      return new Listed(announce, completedBefore, time);
    }

    @Override
    public Listed withoutCompletion() {
      if (announce.kind() != Announce.Kind.COMPLETED) {
        return this;
      }
      Announce present =
          new Announce(
              announce.swarm(),
              announce.caller(),
              Announce.Kind.PRESENT,
              announce.want(),
              announce.proof());
      return new Listed(present, completedBefore + 1, receivedAt);
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
    public Selection applyTo(MemorySwarmStore table, int wanted, long receivedAt) {
      return table.removeEarlier(swarm, peer, families, receivedAt);
    }

    @Override
    public Selection lookIn(MemorySwarmStore table, int wanted) {
      return new Selection(PeerList.EMPTY, table.scrape(swarm).resultNow());
    }

    @Override
    public Left receivedAt(long time) {
      return new Left(swarm, peer, families, time);
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

    boolean isAnswered() {
      return answer.isDone();
    }

    /** Answers it without the log. It is applied only if no newer change of its peer was. */
    void answerFrom(MemorySwarmStore table, boolean isNewest) {
      answer.complete(isNewest ? change.applyTo(table, wanted, at) : change.lookIn(table, wanted));
    }

    /** The same change, received at this time or later. */
    Pending noOlderThan(long time) {
      return new Pending(change, wanted, Math.max(at, time), answer);
    }

    /** The same change as a late change, which was received at this time by Redis's clock. */
    Pending asLate(long redisMillis) {
      return new Pending(change.withoutCompletion().receivedAt(redisMillis), 0, at, answer);
    }
  }

  /**
   * The announces that wait or were not read back, for a leave that follows one of them. They are
   * counted by a hash of the peer and the owner that is written, and by one of the peer and the
   * address that is listed. For any thread.
   */
  final class UnderWay {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(1 << 16);

    void add(Change change) {
      count(change, 1);
    }

    void remove(Change change) {
      count(change, -1);
    }

    /**
     * Whether an announce is under way whose listing the peer that leaves will own. Also true,
     * rarely, where another announce has the same hash.
     */
    boolean mayHave(PeerId peer, Proof proof) {
      return counts.get(slot(peer, proof.source())) > 0
          || (proof.key() != 0 && counts.get(slot(peer, proof.key())) > 0);
    }

    private void count(Change change, int by) {
      if (change instanceof Listed listed) {
        int owner = listed.announce().proof().owner();
        int named = Proof.of(listed.announce().caller().address().ip()).source();
        counts.addAndGet(slot(listed.peer(), owner), by);
        if (named != owner) {
          counts.addAndGet(slot(listed.peer(), named), by);
        }
      }
    }

    private static int slot(PeerId peer, int owner) {
      int mixed = (peer.hashCode() * 31 + owner) * 0x9e3779b1;
      return mixed >>> 16;
    }
  }
}
