package io.torrentinno.tracker.store;

import static io.torrentinno.tracker.store.Peers.in;
import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.ListedPeer;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Zone;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of {@link SwarmStore}. A store's own test extends this and says how to make one. */
public abstract class SwarmStoreContract extends OwnedListingsContract {
  private static final InfoHash SWARM = swarm(1);
  private static final int ALL = 1_000;

  /** A store without members, whose clock {@link #pass} moves. */
  @Override
  protected abstract SwarmStore store();

  /** How long members live in {@link #store()}. */
  @Override
  protected abstract Duration ttl();

  /** Lets time pass: at least this much, and hardly more. */
  @Override
  protected abstract void pass(Duration time);

  /** The answer to an announce, in a form that can be compared. */
  private record Found(List<ListedPeer> peers, int seeders, int leechers) {}

  private Found announce(InfoHash swarm, SwarmPeer caller, int wanted) {
    Selection selection = store().announce(Peers.announce(swarm, caller), wanted).join();
    SwarmCounts counts = selection.counts();
    return new Found(Peers.all(selection.peers()), counts.seeders(), counts.leechers());
  }

  private static Found found(int seeders, int leechers, SwarmPeer... peers) {
    return new Found(Arrays.stream(peers).map(Peers::listed).toList(), seeders, leechers);
  }

  @Test
  void givesTheFirstPeerNoPeers() {
    Found found = announce(SWARM, leecher(1), ALL);

    assertThat(found).isEqualTo(found(0, 1));
  }

  @Test
  void givesAPeerAllOthers() {
    announce(SWARM, leecher(1), ALL);
    announce(SWARM, seeder(2), ALL);

    Found found = announce(SWARM, leecher(3), ALL);

    assertThat(found.peers()).containsExactlyInAnyOrder(listed(leecher(1)), listed(seeder(2)));
    assertThat(found.seeders()).isOne();
    assertThat(found.leechers()).isEqualTo(2);
  }

  @Test
  void givesSeedersOnlyLeechers() {
    announce(SWARM, seeder(1), ALL);
    announce(SWARM, leecher(2), ALL);

    Found found = announce(SWARM, seeder(3), ALL);

    assertThat(found.peers()).containsExactly(listed(leecher(2)));
  }

  @Test
  void keepsSwarmsApart() {
    announce(swarm(1), leecher(1), ALL);

    Found found = announce(swarm(2), leecher(2), ALL);

    assertThat(found).isEqualTo(found(0, 1));
  }

  @Test
  void neverGivesAPeerItself() {
    for (int peer = 1; peer <= 20; peer++) {
      announce(SWARM, leecher(peer), 0);
    }

    for (int round = 0; round < 50; round++) {
      SwarmPeer caller = leecher(1 + round % 20);
      assertThat(announce(SWARM, caller, 5).peers()).hasSize(5).doesNotContain(listed(caller));
    }
  }

  @Test
  void givesNoPeersWhenNoneAreWanted() {
    announce(SWARM, seeder(1), ALL);

    assertThat(announce(SWARM, leecher(2), 0)).isEqualTo(found(1, 1));
  }

  @Test
  void replacesWhatItKnewOfAPeer() {
    announce(SWARM, leecher(1), ALL);
    SwarmPeer moved =
        new SwarmPeer(leecher(1).id(), PeerAddress.of("10.0.0.1", 65535), false, Zone.NONE);
    announce(SWARM, moved, ALL);

    Found found = announce(SWARM, leecher(2), ALL);

    assertThat(found).isEqualTo(found(0, 2, moved));
  }

  @Test
  void letsALeecherBecomeASeederAndBack() {
    announce(SWARM, leecher(1), ALL);
    announce(SWARM, seeder(1), ALL);
    assertThat(announce(SWARM, leecher(2), ALL)).isEqualTo(found(1, 1, seeder(1)));

    announce(SWARM, leecher(1), ALL);

    assertThat(announce(SWARM, leecher(2), ALL)).isEqualTo(found(0, 2, leecher(1)));
  }

  @Test
  void removesAPeerAtOnceWhenItLeaves() {
    announce(SWARM, seeder(1), ALL);
    announce(SWARM, leecher(2), ALL);

    assertThat(store().remove(SWARM, seeder(1).id(), proof(seeder(1))).join().counts())
        .isEqualTo(new SwarmCounts(0, 1, 0));

    assertThat(announce(SWARM, leecher(2), ALL).peers()).isEmpty();
  }

  @Test
  void ignoresTheLeaveOfAPeerThatIsNotListed() {
    assertThat(store().remove(SWARM, leecher(1).id(), proof(leecher(1))).join().counts())
        .isEqualTo(new SwarmCounts(0, 0, 0));

    assertThat(store().counts()).isEqualTo(StoreCounts.NONE);
  }

  @Test
  void removesAPeerThatHasNotAnnouncedForTheTimeToLive() {
    announce(SWARM, leecher(1), ALL);
    pass(ttl().dividedBy(2));
    announce(SWARM, seeder(2), ALL);

    pass(ttl().dividedBy(2));

    Found found = announce(SWARM, leecher(3), ALL);
    assertThat(found).isEqualTo(found(1, 1, seeder(2)));
  }

  @Test
  void keepsAPeerThatAnnouncesInTime() {
    announce(SWARM, leecher(1), ALL);
    for (int i = 0; i < 3; i++) {
      pass(ttl().dividedBy(2));
      announce(SWARM, leecher(1), ALL);
    }

    assertThat(announce(SWARM, leecher(2), ALL).peers()).containsExactly(listed(leecher(1)));
  }

  @Test
  void countsOnlyLiveMembers() {
    announce(swarm(1), leecher(1), ALL);
    pass(ttl().dividedBy(2));
    announce(swarm(2), leecher(1), ALL);
    announce(swarm(2), seeder(2), ALL);
    assertThat(store().counts()).isEqualTo(new StoreCounts(2, 3, 1));

    pass(ttl().dividedBy(2));
    assertThat(store().counts()).isEqualTo(new StoreCounts(1, 2, 1));

    pass(ttl().dividedBy(2));
    assertThat(store().counts()).isEqualTo(StoreCounts.NONE);
  }

  @Test
  void showsEveryLiveMemberOnce() {
    announce(swarm(3), leecher(1), 0);
    pass(ttl().dividedBy(2));
    announce(swarm(1), seeder(1), 0);
    for (int peer = 1; peer <= 2_500; peer++) {
      announce(swarm(2), peer % 3 == 0 ? seeder(peer) : leecher(peer), 0);
    }
    pass(ttl().dividedBy(2));

    Map<InfoHash, Set<SwarmPeer>> seen = new HashMap<>();
    store()
        .forEachSwarm((swarm, counts) -> {
          Set<SwarmPeer> peers = new HashSet<>();
          store().members(swarm).forEach(peer -> assertThat(peers.add(peer)).isTrue());
          assertThat(counts.peers()).isEqualTo(peers.size());
          assertThat(seen.put(swarm, peers)).isNull();
        });

    Set<SwarmPeer> many =
        IntStream.rangeClosed(1, 2_500)
            .mapToObj(peer -> peer % 3 == 0 ? seeder(peer) : leecher(peer))
            .collect(toSet());
    assertThat(seen).isEqualTo(Map.of(swarm(1), Set.of(seeder(1)), swarm(2), many));
  }

  @Test
  void choosesEveryOtherPeerEquallyOften() {
    for (int peer = 1; peer <= 20; peer++) {
      announce(SWARM, peer <= 5 ? seeder(peer) : leecher(peer), 0);
    }

    Map<ListedPeer, Integer> drawn = new HashMap<>();
    for (int round = 0; round < 2_000; round++) {
      List<ListedPeer> peers = announce(SWARM, leecher(20), 4).peers();
      assertThat(peers).hasSize(4).doesNotHaveDuplicates();
      peers.forEach(peer -> drawn.merge(peer, 1, Integer::sum));
    }

    // 421 each on average, with a standard deviation of 18.
    assertThat(drawn).hasSize(19);
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(320, 520));
  }

  @Test
  void givesAddressesThatTheCallerCanUse() {
    announce(SWARM, leecher(1), ALL);
    announce(SWARM, overIpv6(seeder(2)), ALL);

    assertThat(of(AddressFamilies.IPV4)).containsExactly(listed(leecher(1)));
    assertThat(of(AddressFamilies.IPV6)).containsExactly(listed(overIpv6(seeder(2))));
    assertThat(of(AddressFamilies.BOTH))
        .containsExactly(listed(leecher(1)), listed(overIpv6(seeder(2))));
  }

  private List<ListedPeer> of(AddressFamilies families) {
    Announce announce =
        new Announce(
            SWARM,
            leecher(3),
            Announce.Kind.PRESENT,
            new PeerRequest(OptionalInt.empty(), families, true));
    return Peers.all(store().announce(announce, ALL).join().peers());
  }

  @Test
  void countsAPeerOnceForEachFamily() {
    announce(SWARM, leecher(1), ALL);

    Found found = announce(SWARM, overIpv6(leecher(1)), ALL);

    assertThat(found).isEqualTo(found(0, 2, leecher(1)));
    assertThat(store().members(SWARM)).containsExactlyInAnyOrder(leecher(1), overIpv6(leecher(1)));
  }

  @Test
  void keepsZones() {
    SwarmPeer inZone = in(Zone.of("rack 7"), leecher(1));
    announce(SWARM, inZone, ALL);

    assertThat(store().members(SWARM)).containsExactly(inZone);
  }

  @Test
  void givesNeighboursFirstAndOthersAShare() {
    Zone here = Zone.of("here");
    for (int peer = 1; peer <= 100; peer++) {
      announce(SWARM, peer <= 50 ? in(here, leecher(peer)) : leecher(peer), 0);
    }
    Set<ListedPeer> neighbours =
        IntStream.rangeClosed(1, 50).mapToObj(peer -> listed(leecher(peer))).collect(toSet());

    Map<ListedPeer, Integer> drawn = new HashMap<>();
    for (int round = 0; round < 500; round++) {
      List<ListedPeer> peers = announce(SWARM, in(here, leecher(101)), 20).peers();
      assertThat(peers).hasSize(20).doesNotHaveDuplicates();
      assertThat(peers.stream().filter(neighbours::contains)).hasSize(15);
      peers.forEach(peer -> drawn.merge(peer, 1, Integer::sum));
    }

    // 150 each of the neighbours and 50 of the others, with standard deviations of 10 and 7.
    assertThat(drawn).hasSize(100);
    drawn.forEach((peer, times) ->
        assertThat(times)
            .isBetween(neighbours.contains(peer) ? 100 : 20, neighbours.contains(peer) ? 200 : 85));
  }

  @Test
  void fillsUpWithOthersWhereNeighboursAreFew() {
    Zone here = Zone.of("here");
    announce(SWARM, in(here, leecher(1)), 0);
    for (int peer = 2; peer <= 10; peer++) {
      announce(SWARM, in(Zone.of("there"), leecher(peer)), 0);
    }

    assertThat(announce(SWARM, in(here, leecher(11)), 10).peers()).hasSize(10);
  }

  @Test
  void countsPeersThatComplete() {
    announce(SWARM, leecher(1), ALL);
    complete(1);
    complete(2);

    assertThat(store().scrape(SWARM).join()).isEqualTo(new SwarmCounts(2, 0, 2));
    assertThat(store().remove(SWARM, seeder(1).id(), proof(seeder(1))).join().counts())
        .isEqualTo(new SwarmCounts(1, 0, 2));
  }

  private void complete(int peer) {
    store()
        .announce(
            new Announce(
                SWARM,
                seeder(peer),
                Announce.Kind.COMPLETED,
                new PeerRequest(OptionalInt.empty(), AddressFamilies.BOTH, true)),
            ALL)
        .join();
  }

  @Test
  void countsFromZeroInASwarmThatBeginsAgain() {
    complete(1);
    store().remove(SWARM, seeder(1).id(), proof(seeder(1))).join();

    assertThat(announce(SWARM, leecher(2), ALL)).isEqualTo(found(0, 1));
    assertThat(store().scrape(SWARM).join()).isEqualTo(new SwarmCounts(0, 1, 0));
  }

  @Test
  void countsFromZeroInASwarmWhoseMembersHaveAllExpired() {
    complete(1);
    pass(ttl());
    assertThat(announce(SWARM, leecher(2), ALL)).isEqualTo(found(0, 1));
    assertThat(store().scrape(SWARM).join()).isEqualTo(new SwarmCounts(0, 1, 0));

    complete(2);
    pass(ttl());
    assertThat(store().scrape(SWARM).join()).isEqualTo(SwarmCounts.NONE);
  }

  @Test
  void scrapesOnlyLiveMembers() {
    assertThat(store().scrape(SWARM).join()).isEqualTo(SwarmCounts.NONE);
    announce(SWARM, seeder(1), ALL);
    pass(ttl().dividedBy(2));
    announce(SWARM, leecher(2), ALL);
    assertThat(store().scrape(SWARM).join()).isEqualTo(new SwarmCounts(1, 1, 0));

    pass(ttl().dividedBy(2));
    assertThat(store().scrape(SWARM).join()).isEqualTo(new SwarmCounts(0, 1, 0));

    pass(ttl().dividedBy(2));
    assertThat(store().scrape(SWARM).join()).isEqualTo(SwarmCounts.NONE);
  }
}
