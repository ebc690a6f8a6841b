package io.torrentinno.tracker.store.memory;

import static io.torrentinno.tracker.store.Peers.leecher;
import static io.torrentinno.tracker.store.Peers.proof;
import static io.torrentinno.tracker.store.Peers.seeder;
import static io.torrentinno.tracker.store.Peers.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.tracker.store.Peers;
import io.torrentinno.tracker.swarm.model.Caps;
import io.torrentinno.tracker.swarm.model.Selection;
import io.torrentinno.tracker.swarm.model.StoreCounts;
import io.torrentinno.tracker.swarm.model.SwarmPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final int THREADS = 8;
  private static final int STEPS = 4_000;
  private static final int SWARMS = 6;
  private static final int PEERS_EACH = 12;

  private final SettableClock clock = new SettableClock();
  private final MemorySwarmStore store =
      new MemorySwarmStore(TTL, Caps.NONE, clock, ThreadLocalRandom::current);

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void losesNoAnnounceAndNoLeave(long seed) throws Exception {
    Map<InfoHash, Set<SwarmPeer>> expected = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Map<InfoHash, Map<Integer, SwarmPeer>>>> results = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = 1 + thread * PEERS_EACH;
        SplittableRandom random = new SplittableRandom(seed * THREADS + thread);
        results.add(threads.submit(() -> announceAndLeave(first, random)));
      }
      for (Future<Map<InfoHash, Map<Integer, SwarmPeer>>> result : results) {
        result
            .get()
            .forEach((swarm, peers) ->
                expected.computeIfAbsent(swarm, _ -> new HashSet<>()).addAll(peers.values()));
      }
    }
    expected.values().removeIf(Set::isEmpty);

    assertThat(table()).as("seed %d", seed).isEqualTo(expected);

    clock.advance(TTL);
    assertThat(store.counts()).isEqualTo(StoreCounts.NONE);
    assertThat(store.swarmsHeld()).isZero();
  }

  /** Works on peers that no other thread has, in swarms that all share, and says what is left. */
  private Map<InfoHash, Map<Integer, SwarmPeer>> announceAndLeave(
      int first, SplittableRandom random) {
    Map<InfoHash, Map<Integer, SwarmPeer>> mine = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      InfoHash swarm = swarm(random.nextInt(SWARMS));
      Map<Integer, SwarmPeer> members = mine.computeIfAbsent(swarm, _ -> new HashMap<>());
      int number = first + random.nextInt(PEERS_EACH);
      SwarmPeer peer = random.nextBoolean() ? leecher(number) : seeder(number);
      if (random.nextInt(3) == 0) {
        store.remove(swarm, peer.id(), proof(peer)).join();
        members.remove(number);
      } else {
        Selection selection = store.announce(Peers.announce(swarm, peer), 10).join();
        assertThat(selection.peers()).doesNotContain(Peers.listed(peer)).doesNotHaveDuplicates();
        members.put(number, peer);
      }
    }
    return mine;
  }

  private Map<InfoHash, Set<SwarmPeer>> table() {
    Map<InfoHash, Set<SwarmPeer>> table = new HashMap<>();
    store.forEachSwarm((swarm, _) -> {
      Set<SwarmPeer> peers = new HashSet<>();
      store.members(swarm).forEach(peers::add);
      table.put(swarm, peers);
    });
    return table;
  }
}
