package io.torrentinno.tracker.store.memory;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.listed;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.store.SwarmStoreContract;
import io.torrentinno.tracker.swarm.PeerList;
import io.torrentinno.tracker.swarm.Selection;
import io.torrentinno.tracker.swarm.StoreCounts;
import io.torrentinno.tracker.swarm.SwarmCounts;
import io.torrentinno.tracker.swarm.SwarmPeer;
import io.torrentinno.tracker.swarm.SwarmStore;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MemorySwarmStoreTest extends SwarmStoreContract {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Duration INSTANT = Duration.ofMillis(1);

  private final SettableClock clock = new SettableClock();
  private final RandomGenerator random = new SplittableRandom(20261122);
  private final MemorySwarmStore store = new MemorySwarmStore(TTL, clock, () -> random);

  @Override
  protected SwarmStore store() {
    return store;
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
  void letsGoOfSwarmsThatNobodyAsksForAnyMore() {
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
  void letsGoOfASwarmWhenItsLastPeerLeaves() {
    store.announce(Peers.announce(swarm(1), leecher(1)), 0).join();

    store.remove(swarm(1), leecher(1).id()).join();

    assertThat(store.swarmsHeld()).isZero();
  }

  @Test
  void letsGoOfEverythingWhenItCounts() {
    store.announce(Peers.announce(swarm(1), leecher(1)), 0).join();
    clock.advance(TTL);

    assertThat(store.counts()).isEqualTo(StoreCounts.NONE);

    assertThat(store.swarmsHeld()).isZero();
  }
}
