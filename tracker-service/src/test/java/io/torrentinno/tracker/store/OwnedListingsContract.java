package io.torrentinno.tracker.store;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Proof;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
import io.torrentinno.tracker.swarm.model.Zone;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A listing is moved and removed only by its owner. */
public abstract class OwnedListingsContract {
  private static final InfoHash SWARM = swarm(9);
  private static final SwarmPeer PEER = leecher(1);
  private static final SwarmPeer MOVED =
      new SwarmPeer(PEER.id(), PeerAddress.of("192.0.2.7", 65535), false, Zone.NONE);
  private static final Proof OWN = Peers.proof(PEER);
  private static final Proof STRANGER = Proof.of(ip("203.0.113.9"));
  private static final int KEY = 0xCAFE_0001;

  /** An empty store. */
  protected abstract SwarmStore store();

  /** How long members live in {@link #store()}. */
  protected abstract Duration ttl();

  /** Lets time pass. */
  protected abstract void pass(Duration time);

  private static InetAddress ip(String text) {
    return PeerAddress.parseIp(text);
  }

  private Selection announce(SwarmPeer peer, Proof proof) {
    return store().announce(Peers.announce(SWARM, peer).withProof(proof), 50).join();
  }

  private Selection leave(Proof proof) {
    return store().remove(SWARM, PEER.id(), proof).join();
  }

  @Test
  void keepsAListingThatAStrangerWantsToMove() {
    announce(PEER, OWN);
    announce(leecher(2), Peers.proof(leecher(2)));

    Selection answer = announce(MOVED, STRANGER);

    assertThat(answer.reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(Peers.all(answer.peers())).containsExactly(listed(leecher(2)));
    assertThat(store().members(SWARM)).containsExactlyInAnyOrder(PEER, leecher(2));
  }

  @Test
  void keepsAListingThatAStrangerWantsToRemove() {
    announce(PEER, OWN);

    Selection answer = leave(STRANGER);

    assertThat(answer.reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(answer.counts()).isEqualTo(new SwarmCounts(0, 1, 0));
    assertThat(store().members(SWARM)).containsExactly(PEER);
  }

  @Test
  void doesNotCountTheDownloadOfAStranger() {
    announce(PEER, OWN);
    Announce completes = Peers.announce(SWARM, MOVED).withProof(STRANGER);
    Announce completed =
        new Announce(SWARM, MOVED, Announce.Kind.COMPLETED, completes.want(), completes.proof());

    assertThat(store().announce(completed, 50).join().counts().completed()).isZero();
  }

  @Test
  void movesAListingFromItsOwnAddress() {
    announce(PEER, OWN);

    assertThat(announce(MOVED, OWN).reached()).isNull();

    assertThat(store().members(SWARM)).containsExactly(MOVED);
  }

  @Test
  void movesAListingWithItsOwnKey() {
    announce(PEER, OWN.withKey(KEY));

    assertThat(announce(MOVED, STRANGER.withKey(KEY)).reached()).isNull();

    assertThat(store().members(SWARM)).containsExactly(MOVED);
  }

  @Test
  void refusesAnotherKeyFromAnotherAddress() {
    announce(PEER, OWN.withKey(KEY));

    assertThat(announce(MOVED, STRANGER.withKey(KEY + 1)).reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(leave(STRANGER.withKey(KEY + 1)).reached()).isEqualTo(Unlisted.PEER_ID);
  }

  /** Peers behind one NAT have one address. */
  @Test
  void refusesAnotherKeyOrNoneFromTheListedAddress() {
    announce(PEER, OWN.withKey(KEY));

    assertThat(announce(MOVED, OWN).reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(leave(OWN).reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(leave(OWN.withKey(KEY + 1)).reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(store().members(SWARM)).containsExactly(PEER);
  }

  /** An agent of an older version is replaced by one that has a key. */
  @Test
  void givesAListingWithoutKeyToTheFirstKeyFromItsAddress() {
    announce(PEER, OWN);
    announce(PEER, OWN.withKey(KEY));

    assertThat(leave(OWN).reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(leave(STRANGER.withKey(KEY)).reached()).isNull();
  }

  /** A client that starts again draws another key. */
  @Test
  void listsAPeerThatLostItsKeyWhenItsListingHasExpired() {
    announce(PEER, OWN.withKey(KEY));
    pass(ttl());
    announce(MOVED, OWN.withKey(KEY + 1));

    assertThat(leave(OWN.withKey(KEY + 1)).reached()).isNull();
    assertThat(store().members(SWARM)).isEmpty();
  }

  /** A peer behind NAT names an address that is not the address it calls from. */
  @Test
  void knowsTheAddressThatAnAnnounceCameFrom() {
    Proof outside = Proof.of(ip("198.51.100.4"));
    announce(PEER, outside);

    assertThat(announce(MOVED, outside).reached()).isNull();
    assertThat(store().members(SWARM)).containsExactly(MOVED);
    assertThat(leave(outside).counts().peers()).isZero();
  }

  @Test
  void renewsAListingWithoutProofAndKeepsItsOwner() {
    announce(PEER, OWN.withKey(KEY));
    pass(ttl().dividedBy(2));

    assertThat(announce(seeder(1), STRANGER).reached()).isNull();
    pass(ttl().dividedBy(2));

    assertThat(store().members(SWARM)).containsExactly(seeder(1));
    assertThat(leave(STRANGER).reached()).isEqualTo(Unlisted.PEER_ID);
    assertThat(leave(STRANGER.withKey(KEY)).reached()).isNull();
  }

  @Test
  void listsAPeerAnewWhenItsOldListingHasExpired() {
    announce(PEER, OWN);
    pass(ttl());

    assertThat(announce(MOVED, STRANGER).reached()).isNull();

    assertThat(store().members(SWARM)).containsExactly(MOVED);
  }

  @Test
  void judgesEachFamilyForItself() {
    SwarmPeer ipv6 = overIpv6(PEER);
    announce(PEER, OWN);
    announce(ipv6, Peers.proof(ipv6));

    assertThat(leave(Peers.proof(ipv6)).reached()).isNull();

    assertThat(store().members(SWARM)).containsExactly(PEER);
  }

  @Test
  void removesBothFamiliesWithTheirKey() {
    SwarmPeer ipv6 = overIpv6(PEER);
    announce(PEER, OWN.withKey(KEY));
    announce(ipv6, Peers.proof(ipv6).withKey(KEY));

    assertThat(leave(OWN.withKey(KEY)).counts().peers()).isZero();
  }

  /** A client changes its temporary addresses within its network. */
  @Test
  void takesTheNetworkOfAnIpv6AddressAsOneAddress() {
    SwarmPeer ipv6 = overIpv6(PEER);
    announce(ipv6, Peers.proof(ipv6));

    assertThat(leave(Proof.of(ip("2001:db8::ffff"))).reached()).isNull();
    assertThat(store().members(SWARM)).isEmpty();
  }
}
