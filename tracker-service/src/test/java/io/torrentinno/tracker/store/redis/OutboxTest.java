package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Change.Pending;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final InfoHash SWARM = swarm(1);

  /** The table's clock is behind Redis's clock. */
  private static long toRedisMillis(long tableMillis) {
    return tableMillis + 1_000_000;
  }

  private final Outbox outbox = new Outbox();

  private static Listed listed(SwarmPeer peer) {
    return listed(peer, 0);
  }

  private static Listed listed(SwarmPeer peer, long receivedAt) {
    return new Listed(Peers.announce(SWARM, peer), 0, receivedAt);
  }

  private static Left left(SwarmPeer peer, long receivedAt) {
    return new Left(SWARM, peer.id(), AddressFamilies.BOTH, receivedAt);
  }

  private static PeerId peer(int number) {
    return new PeerId(new Bytes32(number, 0, 0, 0));
  }

  private static Pending pending(Change change, long at) {
    return new Pending(change, 50, at, new CompletableFuture<>());
  }

  /** Postpones a change that was answered without the log. */
  private void postpone(Change change, long at) {
    Pending pending = pending(change, at);
    pending.answer().complete(new Selection(PeerList.EMPTY, SwarmCounts.NONE));
    postpone(pending);
  }

  private void postpone(Pending pending) {
    outbox.postpone(pending, Long.MIN_VALUE);
  }

  private List<Change> written() {
    return outbox.nextEntries(Long.MAX_VALUE).stream()
        .flatMap(entry -> entry.changes().stream())
        .map(Pending::change)
        .toList();
  }

  @Test
  void writesPostponedChangesWithTheirTimeAndBeforeThoseThatWait() {
    postpone(listed(leecher(1)), 100);
    outbox.add(pending(listed(leecher(2)), 900));
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written()).containsExactly(listed(leecher(1), 1_000_100), listed(leecher(2)));
  }

  @Test
  void postponesOnlyTheLastChangeOfEachPeer() {
    postpone(listed(leecher(1)), 100);
    postpone(listed(leecher(2)), 200);
    postpone(listed(seeder(1)), 300);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written())
        .containsExactly(listed(leecher(2), 1_000_200), listed(seeder(1), 1_000_300));
  }

  /** A peer leaves in both families, so its earlier announces need not be written. */
  @Test
  void dropsPostponedChangesOfAPeerThatLeaves() {
    postpone(listed(leecher(1)), 100);
    postpone(listed(overIpv6(leecher(1))), 200);
    postpone(left(leecher(1), 0), 300);
    postpone(listed(leecher(1)), 400);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written())
        .containsExactly(left(leecher(1), 1_000_300), listed(leecher(1), 1_000_400));
  }

  @Test
  void writesNothingThatIsTooOld() {
    postpone(listed(leecher(1)), 100);
    postpone(listed(leecher(2)), 200);
    outbox.writePostponed(150, OutboxTest::toRedisMillis);

    assertThat(written()).containsExactly(listed(leecher(2), 1_000_200));
  }

  @Test
  void dropsExpiredChangesWhenItPostponesAnother() {
    outbox.postpone(pending(listed(leecher(1)), 100), 0);
    outbox.postpone(pending(listed(leecher(2)), 200), 0);
    outbox.postpone(pending(listed(leecher(3)), 300), 150);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written())
        .containsExactly(listed(leecher(2), 1_000_200), listed(leecher(3), 1_000_300));
  }

  @Test
  void keepsTheLastPostponedChangesWhenThereAreTooMany() {
    for (int peer = 1; peer <= 100_001; peer++) {
      postpone(new Left(SWARM, peer(peer), AddressFamilies.BOTH), peer);
    }
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written().getFirst())
        .isEqualTo(new Left(SWARM, peer(2), AddressFamilies.BOTH, 1_000_002));
  }

  /** Each answer has up to 200 peers; of 100,000 answers this would take hundreds of megabytes. */
  @Test
  void keepsNoAnswerOfAPostponedChange() {
    Pending pending = pending(listed(leecher(1)), 100);
    postpone(pending);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    Pending written = outbox.nextEntries(Long.MAX_VALUE).getFirst().changes().getFirst();
    assertThat(written.answer()).isNotSameAs(pending.answer()).isDone();
  }

  @Test
  void keepsTheTimeOfAChangeThatFailsAgain() {
    postpone(listed(leecher(1)), 100);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);
    assertThat(written()).containsExactly(listed(leecher(1), 1_000_100));

    outbox.drainAll(this::postpone);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written()).containsExactly(listed(leecher(1), 1_000_100));
  }

  /** A peer may announce again before its last postponed change has been read back. */
  @Test
  void postponesTheNewerOfTwoChangesInAnyOrder() {
    postpone(listed(leecher(1)), 100);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);
    written();
    postpone(left(leecher(1), 0), 600);

    outbox.drainAll(this::postpone);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written()).containsExactly(left(leecher(1), 1_000_600));
  }

  @Test
  void saysWhichChangesAreNotToBeAppliedBecauseANewerOneWas() {
    postpone(left(leecher(1), 0), 100);

    assertThat(outbox.postpone(pending(listed(leecher(1)), 99), 0)).isFalse();
    assertThat(outbox.postpone(pending(listed(leecher(1)), 100), 0)).isTrue();
    assertThat(outbox.postpone(pending(listed(overIpv6(leecher(1))), 100), 0)).isTrue();
    assertThat(outbox.postpone(pending(listed(leecher(1)), 99), 0)).isFalse();
    assertThat(outbox.postpone(pending(left(leecher(1), 0), 99), 0)).isFalse();
  }

  @Test
  void raisesOnlyWhatChangesTheFamilyOfAChangeThatTurnedUp() {
    postpone(listed(leecher(1)), 100);
    postpone(listed(overIpv6(leecher(1))), 100);

    outbox.raise(listed(leecher(1)).member(), 200);

    outbox.writePostponed(0, OutboxTest::toRedisMillis);
    assertThat(written())
        .containsExactlyInAnyOrder(
            listed(leecher(1), 1_000_200), listed(overIpv6(leecher(1)), 1_000_100));
  }

  /** The leave counts for the other family, so it is written again too. */
  @Test
  void keepsAPostponedAnnounceThatIsNewerThanALeaveThatFailsAgain() {
    postpone(listed(overIpv6(leecher(1))), 50);
    postpone(left(leecher(1), 0), 100);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);
    assertThat(written()).containsExactly(left(leecher(1), 1_000_100));
    postpone(listed(leecher(1)), 600);

    outbox.drainAll(this::postpone);
    outbox.writePostponed(0, OutboxTest::toRedisMillis);

    assertThat(written())
        .containsExactlyInAnyOrder(left(leecher(1), 1_000_100), listed(leecher(1), 1_000_600));
  }

  @Test
  void drainsWhatWasNotReadBackOldestFirst() {
    outbox.add(pending(listed(leecher(1)), 1));
    outbox.add(pending(left(leecher(1), 0), 2));
    List<Outbox.Entry> entries = outbox.nextEntries(Long.MAX_VALUE);
    List<Outbox.Entry> readBack = new ArrayList<>();
    assertThat(outbox.applyIfReadBack(entries.getFirst().written().bytes(), readBack::add))
        .isTrue();
    assertThat(readBack).containsExactly(entries.getFirst());
    outbox.add(pending(listed(leecher(2)), 3));
    outbox.nextEntries(Long.MAX_VALUE);
    outbox.add(pending(left(leecher(2), 0), 4));

    List<Change> given = new ArrayList<>();
    outbox.drainAll(pending -> given.add(pending.change()));

    assertThat(given).containsExactly(listed(leecher(2)), left(leecher(2), 0));
    assertThat(outbox.isSettled()).isTrue();
    assertThat(outbox.hasWork()).isFalse();
  }

  private boolean isUnderWay(int peer) {
    return outbox.underWay().mayHave(leecher(peer).id(), Peers.proof(leecher(peer)));
  }

  @Test
  void knowsWhichPeersHaveAnnouncesUnderWay() {
    assertThat(isUnderWay(1)).isFalse();
    outbox.add(pending(listed(leecher(1)), 0));
    assertThat(isUnderWay(1)).isTrue();
    assertThat(isUnderWay(2)).isFalse();

    byte[] entry = outbox.nextEntries(Long.MAX_VALUE).getFirst().written().bytes();
    assertThat(isUnderWay(1)).isTrue();
    outbox.applyIfReadBack(entry, _ -> assertThat(isUnderWay(1)).isTrue());
    assertThat(isUnderWay(1)).isFalse();
  }

  /** A stranger's leave must not be written after the first announce of a peer. */
  @Test
  void knowsWhoseAnnouncesAreUnderWay() {
    Proof stranger = Peers.proof(leecher(2));
    Announce announce = Peers.announce(SWARM, leecher(1));
    Proof keyed = announce.proof().withKey(7);
    outbox.add(pending(new Listed(announce.withProof(keyed), 0, 0), 0));

    PeerId peer = leecher(1).id();
    assertThat(outbox.underWay().mayHave(peer, stranger)).isFalse();
    assertThat(outbox.underWay().mayHave(peer, stranger.withKey(8))).isFalse();
    assertThat(outbox.underWay().mayHave(peer, stranger.withKey(7))).as("the key").isTrue();
    assertThat(isUnderWay(1)).as("the address that it names").isTrue();
  }

  @Test
  void hasNoAnnouncesUnderWayAfterTheyWereDrained() {
    outbox.add(pending(listed(leecher(1)), 0));
    outbox.nextEntries(Long.MAX_VALUE);
    outbox.add(pending(listed(leecher(2)), 0));
    outbox.drainAll(this::postpone);
    assertThat(isUnderWay(1) || isUnderWay(2)).isFalse();

    outbox.writePostponed(0, OutboxTest::toRedisMillis);
    assertThat(isUnderWay(1) && isUnderWay(2)).isTrue();
    outbox.drainAll(this::postpone);
    assertThat(isUnderWay(1) || isUnderWay(2)).isFalse();
  }

  @Test
  void takesNoMoreChangesThanItHasRoomFor() {
    int taken = 0;
    while (outbox.add(pending(listed(leecher(1)), 0))) {
      taken++;
    }

    assertThat(taken).isEqualTo(40_000);
    assertThat(written()).hasSize(3_200);
    assertThat(outbox.add(pending(listed(leecher(1)), 0))).isTrue();
  }

  @Test
  void writesNothingPostponedBeforeTheChangesThatWaitAfterItHadNoRoom() {
    Pending last = pending(listed(leecher(1)), 0);
    while (outbox.add(last)) {
      last = pending(listed(leecher(1)), 0);
    }
    postpone(left(leecher(1), 0), 100);
    assertThat(outbox.overflows()).isTrue();

    outbox.drainAll(this::postpone);
    assertThat(outbox.overflows()).isTrue();
    outbox.forgetOverflow();
    outbox.writePostponed(0, OutboxTest::toRedisMillis);
    assertThat(outbox.overflows()).isFalse();
    assertThat(written()).containsExactly(left(leecher(1), 1_000_100));
  }

  @Test
  void givesBackOneChangeIfItStillWaits() {
    Pending pending = pending(listed(leecher(1)), 0);
    outbox.add(pending(listed(leecher(2)), 0));
    outbox.add(pending);
    List<Pending> given = new ArrayList<>();

    outbox.takeBack(pending, given::add);
    outbox.takeBack(pending, given::add);

    assertThat(given).containsExactly(pending);
    assertThat(isUnderWay(1)).isFalse();
    assertThat(written()).containsExactly(listed(leecher(2)));
  }

  /** The rest is drained by another call. */
  @Test
  void keepsWhatItHasNotDrainedWhenDrainingFails() {
    outbox.add(pending(listed(leecher(1)), 0));
    outbox.nextEntries(Long.MAX_VALUE);
    outbox.add(pending(listed(leecher(2)), 0));
    List<Change> given = new ArrayList<>();

    assertThatThrownBy(() -> outbox.drainAll(_ -> fail())).isInstanceOf(AssertionError.class);
    outbox.drainAll(pending -> given.add(pending.change()));

    assertThat(given).containsExactly(listed(leecher(2)));
    assertThat(isUnderWay(1) || isUnderWay(2)).isFalse();
  }
}
