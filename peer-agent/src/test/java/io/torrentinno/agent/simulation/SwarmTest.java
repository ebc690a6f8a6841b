package io.torrentinno.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ChokingPolicy;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole swarms on simulated links. */
class SwarmTest {
  private static final long RATE = 50_000_000;
  private static final int PIECE = 512 * 1024;
  private static final Duration MILLI = Duration.ofMillis(1);

  private static SimulatedNetwork network(long seed, int pieces, int pieceSize) {
    int[] sizes = new int[pieces];
    Arrays.fill(sizes, pieceSize);
    sizes[pieces - 1] = Math.max(1, pieceSize / 3);
    return new SimulatedNetwork(seed, new PieceLayout(sizes));
  }

  private static SimulatedHost seeder(SimulatedNetwork network, long rate) {
    return network.add(new HostPlan(PeerId.random(network.random), true, link(rate)));
  }

  private static SimulatedHost fetcher(SimulatedNetwork network, long rate) {
    return network.add(new HostPlan(PeerId.random(network.random), false, link(rate)));
  }

  private static AccessLink link(long rate) {
    return AccessLink.symmetric(rate, Duration.ofMillis(2));
  }

  @Test
  void fetchesEverythingFromOneSeeder() {
    SimulatedNetwork network = network(1, 100, PIECE);
    seeder(network, RATE);
    fetcher(network, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void keepsALinkBusyOnceItsRateIsKnown() {
    SimulatedNetwork network = network(2, 400, PIECE);
    seeder(network, RATE);
    fetcher(network, RATE);

    network.introduceAll();
    assertThat(network.runUntilComplete(Duration.ofSeconds(60))).isTrue();

    double ideal = network.layout.length() / (double) RATE;
    assertThat(network.now() / 1e9).isLessThan(1.1 * ideal);
  }

  @Test
  void aLoneSeederSendsLittleMoreThanOneCopyBeforeTheSwarmCanFinishByItself() {
    for (int fetchers : new int[] {2, 8, 16, 60}) {
      SwarmResult result = SwarmSimulation.run(plan(fetchers, 256));

      assertThat(result.unfinished()).isZero();
      assertThat(result.traffic().copiesUntilSpread()).as("%d fetchers", fetchers).isLessThan(1.15);
    }
  }

  @Test
  void whoGivesNothingWaitsUnderTitForTat() {
    SimulatedNetwork network = network(3, 400, PIECE);
    Sharing strangers = new Sharing(ChokingPolicy.TIT_FOR_TAT, 4, true);
    network.add(new HostPlan(PeerId.random(network.random), true, link(RATE / 20), strangers));
    for (int i = 0; i < 24; i++) {
      PeerId id = PeerId.random(network.random);
      network.add(new HostPlan(id, false, link(RATE / 100), strangers)).ridesFree = i >= 12;
    }

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(60))).isTrue();
    assertThat(meanCompletion(network, 1, 13)).isLessThan(0.9 * meanCompletion(network, 13, 25));
  }

  private static double meanCompletion(SimulatedNetwork network, int from, int to) {
    return network.hosts().subList(from, to).stream()
        .mapToLong(SimulatedHost::completedAt)
        .average()
        .orElseThrow();
  }

  private static SwarmPlan plan(int fetchers, int pieces) {
    return new SwarmPlan(
        1,
        new SwarmPlan.Hosts(1, fetchers, 0),
        new SwarmPlan.SharedFile(pieces, 256 * 1024),
        AccessLink.symmetric(12_500_000, MILLI),
        Duration.ofMinutes(10));
  }

  @Test
  void twoTi2PeersEndWithOneConnection() {
    SimulatedNetwork network = network(4, 1000, PIECE);
    SimulatedHost seeder = seeder(network, RATE);
    SimulatedHost fetcher = fetcher(network, RATE);

    network.introduceAll();
    network.run(Duration.ofSeconds(3));

    assertThat(seeder.connections()).isEqualTo(1);
    assertThat(fetcher.connections()).isEqualTo(1);
    assertThat(network.runUntilComplete(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void seedersPartWhenNobodyNeedsAnything() {
    SimulatedNetwork network = network(5, 10, PIECE);
    SimulatedHost seeder = seeder(network, RATE);
    fetcher(network, RATE);

    network.introduceAll();
    network.runUntilComplete(Duration.ofSeconds(10));
    network.run(Duration.ofSeconds(1));

    assertThat(seeder.connections()).isZero();
  }

  @Test
  void survivesASeederThatDiesWhenAnotherHasThePieces() {
    SimulatedNetwork network = network(6, 200, PIECE);
    SimulatedHost first = seeder(network, RATE);
    seeder(network, RATE / 4);
    fetcher(network, RATE);

    network.introduceAll();
    network.run(Duration.ofMillis(500));
    first.die();

    assertThat(network.runUntilComplete(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void asksElsewhereWhenAPeerAnswersNothing() {
    SimulatedNetwork network = network(7, 50, PIECE);
    seeder(network, RATE).answersNothing = true;
    seeder(network, RATE);
    fetcher(network, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void doesNotWaitForASlowPeerAtTheEnd() {
    SimulatedNetwork network = network(8, 100, PIECE);
    seeder(network, RATE / 500);
    seeder(network, RATE);
    fetcher(network, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(6))).isTrue();
  }

  @Test
  void bansASenderOfCorruptPiecesAndFetchesThemElsewhere() {
    SimulatedNetwork network = network(9, 60, PIECE);
    SimulatedHost liar = seeder(network, RATE);
    liar.sendsGarbage = true;
    seeder(network, RATE);
    SimulatedHost fetcher = fetcher(network, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(30))).isTrue();
    assertThat(fetcher.corruptPieces()).isPositive();
    assertThat(liar.connections()).isZero();
  }

  @Test
  void findsTheLiarAmongManySendersAndKeepsTheOthers() {
    SimulatedNetwork network = network(9, 40, 16 * PIECE);
    SimulatedHost liar = seeder(network, RATE / 10);
    liar.sendsGarbage = true;
    for (int i = 0; i < 5; i++) {
      seeder(network, RATE / 10);
    }
    SimulatedHost fetcher = fetcher(network, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    assertThat(fetcher.corruptPieces()).isPositive();
    assertThat(fetcher.banned()).containsExactly(liar.id);
  }

  @Test
  void peersFindEachOtherThroughPeersAlone() {
    SimulatedNetwork network = network(11, 400, PIECE);
    SimulatedHost seeder = seeder(network, RATE / 10);
    SimulatedHost first = fetcher(network, RATE / 10);
    SimulatedHost second = fetcher(network, RATE / 10);
    for (SimulatedHost fetcher : List.of(first, second)) {
      fetcher.on(
          new SessionEvent.PeersFound(
              List.of(new SessionEvent.PeersFound.Peer(seeder.id, seeder.address))));
    }

    network.run(Duration.ofSeconds(5));

    assertThat(first.isConnectedTo(second)).isTrue();
    assertThat(network.runUntilComplete(Duration.ofMinutes(3))).isTrue();
  }

  @Test
  void exchangesWithTi1PeersWhicheverIdIsSmaller() {
    for (String first : new String[] {"00", "ff"}) {
      SimulatedNetwork network = network(10, 40, PIECE);
      network.add(new HostPlan(PeerId.parse(first.repeat(32)), true, link(RATE)));
      fetcher(network, RATE);

      network.introduceAll();

      assertThat(network.runUntilComplete(Duration.ofSeconds(30))).as(first).isTrue();
    }
  }

  /**
   * Nothing gets stuck and nobody is banned for nothing: random swarms with deaths, broken
   * connections, lost packets, few upload slots under either policy, liars and silent peers.
   */
  @Test
  void everySurvivorFinishesWhateverHappens() {
    for (int seed = 0; seed < 100; seed++) {
      Random plan = new Random(seed);
      SimulatedNetwork network = network(seed, 1 + plan.nextInt(80), 1 + plan.nextInt(PIECE));
      network.add(new HostPlan(PeerId.random(plan), true, randomLink(plan), randomSharing(plan)));
      int others = 1 + plan.nextInt(8);
      for (int i = 0; i < others; i++) {
        addRandom(network, plan);
      }

      network.introduceAll();
      disturb(network, plan);

      assertThat(network.runUntilComplete(Duration.ofMinutes(20))).as("seed %d", seed).isTrue();
      for (SimulatedHost host : network.hosts()) {
        for (SimulatedHost other : network.hosts()) {
          if (host.banned().contains(other.id)) {
            assertThat(other.sendsGarbage).as("seed %d", seed).isTrue();
          }
        }
      }
    }
  }

  private static void addRandom(SimulatedNetwork network, Random plan) {
    byte[] id = new byte[32];
    plan.nextBytes(id);
    PeerId peer = plan.nextInt(4) == 0 ? PeerId.of(id, 0) : PeerId.random(plan);
    boolean seeder = plan.nextInt(5) == 0;
    SimulatedHost host =
        network.add(new HostPlan(peer, seeder, randomLink(plan), randomSharing(plan)));
    host.sendsGarbage = plan.nextInt(8) == 0;
    host.answersNothing = plan.nextInt(8) == 0;
  }

  private static AccessLink randomLink(Random plan) {
    long rate = 100_000L + plan.nextInt(50_000_000);
    double loss = plan.nextInt(3) == 0 ? plan.nextDouble() / 50 : 0;
    return new AccessLink(rate, rate, Duration.ofMillis(plan.nextInt(50)), loss);
  }

  private static Sharing randomSharing(Random plan) {
    ChokingPolicy policy =
        plan.nextBoolean() ? ChokingPolicy.COOPERATIVE : ChokingPolicy.TIT_FOR_TAT;
    return new Sharing(policy, plan.nextInt(4), plan.nextBoolean());
  }

  private static void disturb(SimulatedNetwork network, Random plan) {
    for (int i = 0; i < 20; i++) {
      network.run(Duration.ofMillis(plan.nextInt(200)));
      SimulatedHost victim = network.hosts().get(plan.nextInt(network.hosts().size()));
      if (plan.nextInt(3) == 0) {
        victim.dropAllConnections();
      } else if (victim != network.hosts().get(0) && plan.nextInt(6) == 0) {
        victim.die();
      }
    }
  }
}
