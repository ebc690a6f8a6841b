package io.torrentinno.tracker.store;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of {@link SwarmStore}. A store's own test extends this and says how to make one. */
public abstract class SwarmStoreContract {
  private static final InfoHash SWARM = swarm(1);
  private static final int ALL = 1_000;

  /** A store without members, whose time {@link #pass} moves. */
  protected abstract SwarmStore store();

  /** How long members live in {@link #store()}. */
  protected abstract Duration ttl();

  /** Lets time pass, at least as much as asked and hardly more. */
  protected abstract void pass(Duration time);

  @Test
  void tellsTheFirstPeerOfNobody() {
    Selection selection = store().announce(SWARM, leecher(1), ALL);

    assertThat(selection).isEqualTo(new Selection(List.of(), 0, 1));
  }

  @Test
  void tellsAPeerOfAllOthers() {
    store().announce(SWARM, leecher(1), ALL);
    store().announce(SWARM, seeder(2), ALL);

    Selection selection = store().announce(SWARM, leecher(3), ALL);

    assertThat(selection.peers()).containsExactlyInAnyOrder(leecher(1), seeder(2));
    assertThat(selection.seeders()).isOne();
    assertThat(selection.leechers()).isEqualTo(2);
  }

  @Test
  void tellsSeedersOfLeechersOnly() {
    store().announce(SWARM, seeder(1), ALL);
    store().announce(SWARM, leecher(2), ALL);

    Selection selection = store().announce(SWARM, seeder(3), ALL);

    assertThat(selection.peers()).containsExactly(leecher(2));
  }

  @Test
  void keepsSwarmsApart() {
    store().announce(swarm(1), leecher(1), ALL);

    Selection selection = store().announce(swarm(2), leecher(2), ALL);

    assertThat(selection).isEqualTo(new Selection(List.of(), 0, 1));
  }

  @Test
  void neverTellsAPeerOfItself() {
    for (int peer = 1; peer <= 20; peer++) {
      store().announce(SWARM, leecher(peer), 0);
    }

    for (int round = 0; round < 50; round++) {
      SwarmPeer caller = leecher(1 + round % 20);
      assertThat(store().announce(SWARM, caller, 5).peers()).hasSize(5).doesNotContain(caller);
    }
  }

  @Test
  void drawsNobodyWhenNobodyIsWanted() {
    store().announce(SWARM, seeder(1), ALL);

    assertThat(store().announce(SWARM, leecher(2), 0)).isEqualTo(new Selection(List.of(), 1, 1));
  }

  @Test
  void replacesWhatItKnewOfAPeer() {
    store().announce(SWARM, leecher(1), ALL);
    SwarmPeer moved = new SwarmPeer(leecher(1).id(), PeerAddress.of("2001:db8::7", 65535), false);
    store().announce(SWARM, moved, ALL);

    Selection selection = store().announce(SWARM, leecher(2), ALL);

    assertThat(selection).isEqualTo(new Selection(List.of(moved), 0, 2));
  }

  @Test
  void letsALeecherBecomeASeederAndBack() {
    store().announce(SWARM, leecher(1), ALL);
    store().announce(SWARM, seeder(1), ALL);
    assertThat(store().announce(SWARM, leecher(2), ALL))
        .isEqualTo(new Selection(List.of(seeder(1)), 1, 1));

    store().announce(SWARM, leecher(1), ALL);

    assertThat(store().announce(SWARM, leecher(2), ALL))
        .isEqualTo(new Selection(List.of(leecher(1)), 0, 2));
  }

  @Test
  void forgetsWhoLeavesAtOnce() {
    store().announce(SWARM, seeder(1), ALL);
    store().announce(SWARM, leecher(2), ALL);

    assertThat(store().remove(SWARM, seeder(1).id())).isEqualTo(new Selection(List.of(), 0, 1));

    assertThat(store().announce(SWARM, leecher(2), ALL).peers()).isEmpty();
  }

  @Test
  void takesTheLeaveOfAStrangerForNothing() {
    assertThat(store().remove(SWARM, leecher(1).id())).isEqualTo(new Selection(List.of(), 0, 0));

    assertThat(store().counts()).isEqualTo(StoreCounts.NONE);
  }

  @Test
  void forgetsWhoHasNotAnnouncedForTheTimeToLive() {
    store().announce(SWARM, leecher(1), ALL);
    pass(ttl().dividedBy(2));
    store().announce(SWARM, seeder(2), ALL);

    pass(ttl().dividedBy(2));

    Selection selection = store().announce(SWARM, leecher(3), ALL);
    assertThat(selection).isEqualTo(new Selection(List.of(seeder(2)), 1, 1));
  }

  @Test
  void keepsWhoAnnouncesInTime() {
    store().announce(SWARM, leecher(1), ALL);
    for (int i = 0; i < 3; i++) {
      pass(ttl().dividedBy(2));
      store().announce(SWARM, leecher(1), ALL);
    }

    assertThat(store().announce(SWARM, leecher(2), ALL).peers()).containsExactly(leecher(1));
  }

  @Test
  void countsTheLivingOnly() {
    store().announce(swarm(1), leecher(1), ALL);
    pass(ttl().dividedBy(2));
    store().announce(swarm(2), leecher(1), ALL);
    store().announce(swarm(2), seeder(2), ALL);
    assertThat(store().counts()).isEqualTo(new StoreCounts(2, 3, 1));

    pass(ttl().dividedBy(2));
    assertThat(store().counts()).isEqualTo(new StoreCounts(1, 2, 1));

    pass(ttl().dividedBy(2));
    assertThat(store().counts()).isEqualTo(StoreCounts.NONE);
  }

  @Test
  void showsEveryLivingMemberOnce() {
    store().announce(swarm(3), leecher(1), 0);
    pass(ttl().dividedBy(2));
    store().announce(swarm(1), seeder(1), 0);
    for (int peer = 1; peer <= 2_500; peer++) {
      store().announce(swarm(2), peer % 3 == 0 ? seeder(peer) : leecher(peer), 0);
    }
    pass(ttl().dividedBy(2));

    Map<InfoHash, Set<SwarmPeer>> seen = new HashMap<>();
    store()
        .forEachSwarm((swarm, members) -> {
          Set<SwarmPeer> peers = new HashSet<>();
          members.forEach(peer -> assertThat(peers.add(peer)).isTrue());
          assertThat(seen.put(swarm, peers)).isNull();
        });

    Set<SwarmPeer> many =
        IntStream.rangeClosed(1, 2_500)
            .mapToObj(peer -> peer % 3 == 0 ? seeder(peer) : leecher(peer))
            .collect(toSet());
    assertThat(seen).isEqualTo(Map.of(swarm(1), Set.of(seeder(1)), swarm(2), many));
  }

  @Test
  void drawsEveryOtherPeerEquallyOften() {
    for (int peer = 1; peer <= 20; peer++) {
      store().announce(SWARM, peer <= 5 ? seeder(peer) : leecher(peer), 0);
    }

    Map<SwarmPeer, Integer> drawn = new HashMap<>();
    for (int round = 0; round < 2_000; round++) {
      List<SwarmPeer> peers = store().announce(SWARM, leecher(20), 4).peers();
      assertThat(peers).hasSize(4).doesNotHaveDuplicates();
      peers.forEach(peer -> drawn.merge(peer, 1, Integer::sum));
    }

    // 421 each on average, with a standard deviation of 18.
    assertThat(drawn).hasSize(19);
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(320, 520));
  }
}
