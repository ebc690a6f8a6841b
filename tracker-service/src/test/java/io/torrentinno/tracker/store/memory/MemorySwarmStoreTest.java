package io.torrentinno.tracker.store.memory;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.store.CappedStoreContract;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.PeerList;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
import io.torrentinno.tracker.swarm.model.Zone;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemorySwarmStoreTest extends CappedStoreContract {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Duration INSTANT = Duration.ofMillis(1);

  private static final Caps TWO_AN_ADDRESS = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE, 2);

  private final SettableClock clock = new SettableClock();
  private final RandomGenerator random = new SplittableRandom(20261122);
  private final MemorySwarmStore store = store(Caps.NONE);

  @Override
  protected MemorySwarmStore store() {
    return store;
  }

  @Override
  protected MemorySwarmStore store(Caps caps) {
    return new MemorySwarmStore(TTL, caps, clock, () -> random);
  }

  @Override
  protected Duration ttl() {
    return TTL;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  private Selection announce(SwarmPeer caller) {
    return store.announce(Peers.announce(swarm(1), caller), 9).join();
  }

  @Test
  void listsAPeerUntilTheVeryEndOfItsTime() {
    store.announce(Peers.announce(swarm(1), leecher(1)), 0).join();

    clock.advance(TTL.minus(INSTANT));
    assertThat(announce(leecher(2)).peers()).containsExactly(listed(leecher(1)));

    clock.advance(INSTANT);
    assertThat(announce(leecher(2)))
        .isEqualTo(new Selection(PeerList.EMPTY, new SwarmCounts(0, 1, 0)));
  }

  @Test
  void removesSwarmsWithoutAnnounces() {
    for (int number = 0; number < 100; number++) {
      store.announce(Peers.announce(swarm(number), leecher(1)), 0).join();
    }

    clock.advance(TTL);
    for (int announce = 0; announce < 60; announce++) {
      store.announce(Peers.announce(swarm(1_000), leecher(1)), 0).join();
    }

    assertThat(store.swarmsHeld()).isOne();
  }

  @Test
  void removesASwarmWhenItsLastPeerLeaves() {
    store.announce(Peers.announce(swarm(1), leecher(1)), 0).join();

    store.remove(swarm(1), leecher(1).id(), proof(leecher(1))).join();

    assertThat(store.swarmsHeld()).isZero();
  }

  @Test
  void removesAllExpiredSwarmsWhenItCounts() {
    store.announce(Peers.announce(swarm(1), leecher(1)), 0).join();
    clock.advance(TTL);

    assertThat(store.counts()).isEqualTo(StoreCounts.NONE);

    assertThat(store.swarmsHeld()).isZero();
  }

  /** As on a tracker with Redis, which applies nothing that it answers at once. */
  @Test
  void hasRoomForASwarmWhenThoseThatItHoldsHaveExpired() {
    MemorySwarmStore capped = store(new Caps(1, Integer.MAX_VALUE, Integer.MAX_VALUE));
    Announce newcomer = Peers.announce(swarm(2), leecher(2));
    assertThat(list(capped, 1, leecher(1))).isNull();
    assertThat(capped.answerIfUnchanged(newcomer, 9, 0).answer()).isNotNull();

    clock.advance(TTL);

    assertThat(capped.answerIfUnchanged(newcomer, 9, 0).answer()).isNull();
  }

  @Test
  void holdsOneSweepForASwarmThatBeginsAgainAndAgain() {
    for (int number = 0; number < 100; number++) {
      store.announce(Peers.announce(swarm(1), leecher(1)), 0).join();
      clock.advance(TTL);
      store.answerIfUnchanged(Peers.announce(swarm(1), leecher(1)), 9, 0);
      store.listing(swarm(1), leecher(1).id(), true, proof(leecher(1)));
      assertThat(store.members(swarm(1))).isEmpty();
    }

    assertThat(store.sweepsHeld()).isOne();
  }

  @Test
  void listsNoMorePeersOfAnAddressThanTheCapInAllSwarms() {
    MemorySwarmStore capped = store(TWO_AN_ADDRESS);

    assertThat(list(capped, 1, at("192.0.2.1", 1))).isNull();
    assertThat(list(capped, 2, at("192.0.2.1", 2))).isNull();
    assertThat(list(capped, 3, at("192.0.2.1", 3))).isEqualTo(Unlisted.PEERS_PER_ADDRESS);
    assertThat(capped.swarmsHeld()).isEqualTo(2);
    assertThat(list(capped, 3, at("192.0.2.2", 3))).as("another address").isNull();
    assertThat(list(capped, 1, at("192.0.2.1", 1))).as("a renewal").isNull();
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    MemorySwarmStore capped = store(TWO_AN_ADDRESS);
    list(capped, 1, at("2001:db8::1", 1));
    list(capped, 1, at("2001:db8::2", 2));

    assertThat(list(capped, 1, at("2001:db8::ffff:3", 3))).isEqualTo(Unlisted.PEERS_PER_ADDRESS);
    assertThat(list(capped, 1, at("2001:db8:0:1::3", 3))).isNull();
  }

  @Test
  void hasRoomAtAnAddressAgainWhenItsPeersLeaveExpireOrMove() {
    MemorySwarmStore capped = store(TWO_AN_ADDRESS);
    list(capped, 1, at("192.0.2.1", 1));
    list(capped, 1, at("192.0.2.1", 2));
    assertThat(list(capped, 1, at("192.0.2.1", 3))).isNotNull();

    capped.remove(swarm(1), leecher(1).id(), announce(1, at("192.0.2.1", 1)).proof()).join();
    assertThat(list(capped, 1, at("192.0.2.1", 3))).isNull();
    assertThat(list(capped, 1, at("192.0.2.1", 4))).isNotNull();
    list(capped, 1, at("192.0.2.9", 3));
    assertThat(list(capped, 1, at("192.0.2.1", 4))).as("after a move").isNull();
    clock.advance(TTL);
    assertThat(list(capped, 1, at("192.0.2.1", 5))).isNull();
    assertThat(list(capped, 1, at("192.0.2.1", 6))).isNull();
    assertThat(list(capped, 1, at("192.0.2.1", 7))).isNotNull();
  }

  @Test
  void letsNoPeerMoveToAFullAddress() {
    MemorySwarmStore capped = besideAFullAddress();

    assertThat(list(capped, 1, at("192.0.2.1", 3))).isEqualTo(Unlisted.PEERS_PER_ADDRESS);

    assertThat(capped.members(swarm(1))).contains(at("192.0.2.2", 3));
  }

  @Test
  void neverGivesItselfToAPeerThatMayNotMove() {
    MemorySwarmStore capped = besideAFullAddress();
    SwarmPeer moved = at("192.0.2.1", 3);
    SwarmPeer seeder = new SwarmPeer(moved.id(), moved.address(), true, Zone.NONE);

    Selection selection = capped.announce(announce(1, seeder), 10).join();

    assertThat(selection.reached()).isEqualTo(Unlisted.PEERS_PER_ADDRESS);
    assertThat(selection.peers().size()).as("the other two").isEqualTo(2);
  }

  /** Peers 1 and 2 are at 192.0.2.1, which is full then; peer 3 is at 192.0.2.2. */
  private MemorySwarmStore besideAFullAddress() {
    MemorySwarmStore capped = store(TWO_AN_ADDRESS);
    list(capped, 1, at("192.0.2.1", 1));
    list(capped, 1, at("192.0.2.1", 2));
    list(capped, 1, at("192.0.2.2", 3));
    return capped;
  }

  private static @Nullable Unlisted list(MemorySwarmStore store, int swarm, SwarmPeer peer) {
    return store.announce(announce(swarm, peer), 0).join().reached();
  }

  /** With a key, so that the peer may move. */
  private static Announce announce(int swarm, SwarmPeer peer) {
    return Peers.announce(swarm(swarm), peer).withProof(proof(peer).withKey(peer.address().port()));
  }

  private static SwarmPeer at(String ip, int peer) {
    PeerAddress address = PeerAddress.of(ip, peer);
    return new SwarmPeer(leecher(peer).id(), address, false, Zone.NONE);
  }
}
