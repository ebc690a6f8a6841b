package io.torrentinno.tracker.store;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.overIpv6;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.swarm.SwarmStore;
import io.torrentinno.tracker.swarm.model.AddressFamilies;
import io.torrentinno.tracker.swarm.model.Announce;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.PeerRequest;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.SwarmCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import io.torrentinno.tracker.swarm.model.Unlisted;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The rules of {@link SwarmStore}, those for caps included. */
public abstract class CappedStoreContract extends SwarmStoreContract {
  private static final InfoHash SWARM = swarm(1);
  private static final Caps TWO_PEERS = new Caps(Integer.MAX_VALUE, 2, Integer.MAX_VALUE);
  private static final Caps THREE_SWARMS = new Caps(3, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** A store without members, whose clock {@link #pass} moves, too. */
  protected abstract SwarmStore store(Caps caps);

  private static Selection announce(SwarmStore store, SwarmPeer caller) {
    return store.announce(Peers.announce(SWARM, caller), 9).join();
  }

  @Test
  void givesPeersToAPeerOverTheCapWithoutListingIt() {
    SwarmStore store = store(TWO_PEERS);
    announce(store, seeder(1));
    assertThat(announce(store, overIpv6(leecher(2))).reached()).isNull();

    Selection third = announce(store, leecher(3));

    assertThat(third.reached()).isEqualTo(Unlisted.PEERS_PER_SWARM);
    assertThat(Peers.all(third.peers()))
        .containsExactlyInAnyOrder(listed(seeder(1)), listed(overIpv6(leecher(2))));
    assertThat(third.counts()).isEqualTo(new SwarmCounts(1, 1, 0));
    assertThat(store.members(SWARM)).containsExactlyInAnyOrder(seeder(1), overIpv6(leecher(2)));
  }

  @Test
  void doesNotCountTheDownloadOfAPeerThatIsNotListed() {
    SwarmStore store = store(TWO_PEERS);
    announce(store, leecher(1));
    announce(store, leecher(2));
    PeerRequest want = new PeerRequest(OptionalInt.empty(), AddressFamilies.BOTH, true);
    Announce third = new Announce(SWARM, seeder(3), Announce.Kind.COMPLETED, want);

    assertThat(store.announce(third, 9).join().counts()).isEqualTo(new SwarmCounts(0, 2, 0));
  }

  @Test
  void renewsAListedPeerInAFullSwarmInAnyRole() {
    SwarmStore store = store(TWO_PEERS);
    announce(store, leecher(1));
    announce(store, leecher(2));
    pass(ttl().dividedBy(2));

    assertThat(announce(store, leecher(1)).reached()).isNull();
    assertThat(announce(store, seeder(2)).reached()).isNull();

    pass(ttl().dividedBy(2));
    assertThat(store.members(SWARM)).containsExactlyInAnyOrder(leecher(1), seeder(2));
  }

  @Test
  void hasRoomInASwarmAgainWhenAPeerLeavesOrExpires() {
    SwarmStore store = store(TWO_PEERS);
    announce(store, leecher(1));
    announce(store, leecher(2));
    assertThat(announce(store, leecher(3)).reached()).isNotNull();

    store.remove(SWARM, leecher(1).id(), proof(leecher(1))).join();
    assertThat(announce(store, leecher(3)).reached()).isNull();
    assertThat(announce(store, leecher(1)).reached()).isNotNull();

    pass(ttl().dividedBy(2));
    announce(store, leecher(3));
    pass(ttl().dividedBy(2));
    assertThat(announce(store, leecher(2)).reached()).as("it has expired itself").isNull();
    assertThat(store.members(SWARM)).containsExactlyInAnyOrder(leecher(2), leecher(3));
  }

  @Test
  void keepsNoMoreSwarmsThanTheCap() {
    SwarmStore store = store(THREE_SWARMS);

    for (int number = 0; number < 50; number++) {
      Selection selection = store.announce(Peers.announce(swarm(number), leecher(1)), 9).join();
      assertThat(selection.counts().peers()).isEqualTo(selection.reached() == null ? 1 : 0);
      assertThat(selection.reached()).isIn(null, Unlisted.SWARMS);
    }

    assertThat(store.counts().swarms()).isEqualTo(3);
  }

  @Test
  void listsPeersInKnownSwarmsAndANewSwarmWhenOneHasEnded() {
    SwarmStore store = store(THREE_SWARMS);
    for (int number = 0; number < 50; number++) {
      store.announce(Peers.announce(swarm(number), leecher(1)), 9).join();
    }
    InfoHash[] held = new InfoHash[1];
    store.forEachSwarm((swarm, _) -> held[0] = swarm);

    assertThat(store.announce(Peers.announce(held[0], leecher(2)), 9).join().reached()).isNull();
    store.remove(held[0], leecher(1).id(), proof(leecher(1))).join();
    store.remove(held[0], leecher(2).id(), proof(leecher(2))).join();

    assertThat(store.announce(Peers.announce(held[0], leecher(3)), 9).join().reached()).isNull();
  }
}
