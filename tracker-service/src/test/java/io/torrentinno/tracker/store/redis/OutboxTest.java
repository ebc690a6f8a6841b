package io.torrentinno.tracker.store.redis;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.redis.Change.Left;
import io.torrentinno.tracker.store.redis.Change.Listed;
import io.torrentinno.tracker.store.redis.Outbox.Pending;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final InfoHash SWARM = swarm(1);

  /** The table's clock is behind Redis's. */
  private static final long AHEAD = -1_000_000;

  private final Outbox outbox = new Outbox();

  private static Listed listed(SwarmPeer peer) {
    return listed(peer, 0);
  }

  private static Listed listed(SwarmPeer peer, long receivedAt) {
    return new Listed(Peers.announce(SWARM, peer), 0, receivedAt);
  }

  private static Left left(SwarmPeer peer, long receivedAt) {
    return new Left(SWARM, peer.id(), receivedAt);
  }

  private static Pending pending(Change change, long at) {
    return new Pending(change, 50, at, new CompletableFuture<>());
  }

  /** One that was answered without the log. */
  private void keep(Change change, long at) {
    Pending pending = pending(change, at);
    pending.answer().complete(new Selection(PeerList.EMPTY, SwarmCounts.NONE));
    outbox.keep(pending);
  }

  private List<Change> written() {
    return outbox.nextEntries(AHEAD).stream()
        .flatMap(entry -> entry.changes().stream())
        .map(Pending::change)
        .toList();
  }

  @Test
  void writesWhatWasKeptWithItsTimeAndBeforeWhatWaits() {
    keep(listed(leecher(1)), 100);
    outbox.add(pending(listed(leecher(2)), 900));
    outbox.writeKept(0);

    assertThat(written()).containsExactly(listed(leecher(1), 1_000_100), listed(leecher(2)));
  }

  @Test
  void keepsTheLastOfEachPeer() {
    keep(listed(leecher(1)), 100);
    keep(listed(leecher(2)), 200);
    keep(listed(seeder(1)), 300);
    outbox.writeKept(0);

    assertThat(written())
        .containsExactly(listed(leecher(2), 1_000_200), listed(seeder(1), 1_000_300));
  }

  /** It leaves in both families, and what it said before that is of no interest. */
  @Test
  void keepsNothingOfAPeerFromBeforeItLeft() {
    keep(listed(leecher(1)), 100);
    keep(listed(overIpv6(leecher(1))), 200);
    keep(left(leecher(1), 0), 300);
    keep(listed(leecher(1)), 400);
    outbox.writeKept(0);

    assertThat(written())
        .containsExactly(left(leecher(1), 1_000_300), listed(leecher(1), 1_000_400));
  }

  @Test
  void writesNothingThatIsTooOld() {
    keep(listed(leecher(1)), 100);
    keep(listed(leecher(2)), 200);
    outbox.writeKept(150);

    assertThat(written()).containsExactly(listed(leecher(2), 1_000_200));
  }

  @Test
  void keepsTheTimeOfAChangeThatFailsAgain() {
    keep(listed(leecher(1)), 100);
    outbox.writeKept(0);
    assertThat(written()).containsExactly(listed(leecher(1), 1_000_100));

    outbox.takeAll(outbox::keep);
    outbox.writeKept(0);

    assertThat(written()).containsExactly(listed(leecher(1), 1_000_100));
  }

  /** A peer that was answered need not wait for its change to be written before it says more. */
  @Test
  void keepsTheNewerOfTwoWhicheverComesFirst() {
    keep(listed(leecher(1)), 100);
    outbox.writeKept(0);
    written();
    keep(left(leecher(1), 0), 600);

    outbox.takeAll(outbox::keep);
    outbox.writeKept(0);

    assertThat(written()).containsExactly(left(leecher(1), 1_000_600));
  }

  @Test
  void givesUpWhatWasNotReadBackInItsOrder() {
    outbox.add(pending(listed(leecher(1)), 1));
    outbox.add(pending(left(leecher(1), 0), 2));
    List<Outbox.Entry> entries = outbox.nextEntries(AHEAD);
    assertThat(outbox.readBack(entries.getFirst().bytes())).isEqualTo(entries.getFirst());
    outbox.add(pending(listed(leecher(2)), 3));
    outbox.nextEntries(AHEAD);
    outbox.add(pending(left(leecher(2), 0), 4));

    List<Change> given = new ArrayList<>();
    outbox.takeAll(pending -> given.add(pending.change()));

    assertThat(given).containsExactly(listed(leecher(2)), left(leecher(2), 0));
    assertThat(outbox.isReadBack()).isTrue();
    assertThat(outbox.hasWaiting()).isFalse();
  }

  @Test
  void takesNoMoreThanItHasRoomFor() {
    int taken = 0;
    while (outbox.add(pending(listed(leecher(1)), 0))) {
      taken++;
    }

    assertThat(taken).isEqualTo(40_000);
    assertThat(written()).hasSize(3_200);
    assertThat(outbox.add(pending(listed(leecher(1)), 0))).isTrue();
  }
}
