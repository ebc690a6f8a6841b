package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.SimulatedNetwork.Node;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole swarms on simulated links. */
class SwarmTest {
  private static final long RATE = 50_000_000;
  private static final int PIECE = 512 * 1024;

  @Test
  void fetchesEverythingFromOneSeeder() {
    SimulatedNetwork network = new SimulatedNetwork(1, 100, PIECE);
    network.node(true, RATE);
    network.node(false, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void keepsALinkBusyOnceItsRateIsKnown() {
    SimulatedNetwork network = new SimulatedNetwork(2, 400, PIECE);
    network.node(true, RATE);
    network.node(false, RATE);

    network.introduceAll();
    assertThat(network.runUntilComplete(Duration.ofSeconds(60))).isTrue();

    double ideal = network.layout.length() / (double) RATE;
    assertThat(network.now / 1e9).isLessThan(1.1 * ideal);
  }

  @Test
  void fetchersServeEachOtherSoThatTheSeederUploadsFewCopies() {
    SimulatedNetwork network = new SimulatedNetwork(3, 200, PIECE);
    Node seeder = network.node(true, RATE);
    IntStream.range(0, 8).forEach(_ -> network.node(false, RATE));

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(60))).isTrue();
    assertThat(seeder.bytesServed / (double) network.layout.length()).isLessThan(4);
  }

  @Test
  void twoTi2PeersEndWithOneConnection() {
    SimulatedNetwork network = new SimulatedNetwork(4, 1000, PIECE);
    Node seeder = network.node(true, RATE);
    Node fetcher = network.node(false, RATE);

    network.introduceAll();
    network.run(Duration.ofSeconds(3));

    assertThat(seeder.connections()).isEqualTo(1);
    assertThat(fetcher.connections()).isEqualTo(1);
    assertThat(network.runUntilComplete(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void seedersPartWhenNobodyNeedsAnything() {
    SimulatedNetwork network = new SimulatedNetwork(5, 10, PIECE);
    Node seeder = network.node(true, RATE);
    network.node(false, RATE);

    network.introduceAll();
    network.runUntilComplete(Duration.ofSeconds(10));
    network.run(Duration.ofSeconds(1));

    assertThat(seeder.connections()).isZero();
  }

  @Test
  void survivesASeederThatDiesWhenAnotherHasThePieces() {
    SimulatedNetwork network = new SimulatedNetwork(6, 200, PIECE);
    Node first = network.node(true, RATE);
    network.node(true, RATE / 4);
    network.node(false, RATE);

    network.introduceAll();
    network.run(Duration.ofMillis(500));
    first.die();

    assertThat(network.runUntilComplete(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void asksElsewhereWhenAPeerAnswersNothing() {
    SimulatedNetwork network = new SimulatedNetwork(7, 50, PIECE);
    network.node(true, RATE).answersNothing = true;
    network.node(true, RATE);
    network.node(false, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void doesNotWaitForASlowPeerAtTheEnd() {
    SimulatedNetwork network = new SimulatedNetwork(8, 100, PIECE);
    network.node(true, RATE / 500);
    network.node(true, RATE);
    network.node(false, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(6))).isTrue();
  }

  @Test
  void bansASenderOfCorruptPiecesAndFetchesThemElsewhere() {
    SimulatedNetwork network = new SimulatedNetwork(9, 60, PIECE);
    Node liar = network.node(true, RATE);
    liar.sendsGarbage = true;
    network.node(true, RATE);
    Node fetcher = network.node(false, RATE);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofSeconds(30))).isTrue();
    assertThat(fetcher.corruptPieces).isPositive();
    assertThat(liar.connections()).isZero();
  }

  @Test
  void exchangesWithTi1PeersWhicheverIdIsSmaller() {
    for (String first : new String[] {"00", "ff"}) {
      SimulatedNetwork network = new SimulatedNetwork(10, 40, PIECE);
      network.node(PeerId.parse(first.repeat(32)), true, RATE);
      network.node(false, RATE);

      network.introduceAll();

      assertThat(network.runUntilComplete(Duration.ofSeconds(30))).as(first).isTrue();
    }
  }

  /** Nothing gets stuck: random swarms with deaths, disconnects, liars and silent peers. */
  @Test
  void everySurvivorFinishesWhateverHappens() {
    for (int seed = 0; seed < 60; seed++) {
      Random plan = new Random(seed);
      SimulatedNetwork network =
          new SimulatedNetwork(seed, 1 + plan.nextInt(80), 1 + plan.nextInt(PIECE));
      network.node(true, 1_000_000 + plan.nextInt(50_000_000));
      int others = 1 + plan.nextInt(8);
      for (int i = 0; i < others; i++) {
        byte[] id = new byte[32];
        plan.nextBytes(id);
        PeerId peer = plan.nextInt(4) == 0 ? PeerId.of(id, 0) : PeerId.random(plan);
        Node node = network.node(peer, plan.nextInt(5) == 0, 100_000 + plan.nextInt(50_000_000));
        node.sendsGarbage = plan.nextInt(8) == 0;
        node.answersNothing = plan.nextInt(8) == 0;
      }

      network.introduceAll();
      for (int i = 0; i < 20; i++) {
        network.run(Duration.ofMillis(plan.nextInt(200)));
        Node victim = network.nodes.get(plan.nextInt(network.nodes.size()));
        if (plan.nextInt(3) == 0) {
          victim.dropAllConnections();
        } else if (victim != network.nodes.get(0) && plan.nextInt(6) == 0) {
          victim.die();
        }
      }

      assertThat(network.runUntilComplete(Duration.ofMinutes(20))).as("seed %d", seed).isTrue();
    }
  }
}
