package io.torrentinno.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.Layers;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Swarms of resources with manifests of version 2, whose hashes come from peers. */
class HashSwarmTest {
  private static final long RATE = 12_500_000;

  /** A large file, some of several pieces, and many of one. */
  private final Layers layers =
      new Layers(
          IntStream.concat(
                  IntStream.of(3000), IntStream.range(0, 300).map(i -> i % 3 == 0 ? 2 + i / 30 : 1))
              .toArray());

  private final SimulatedNetwork network = new SimulatedNetwork(1, layers.layout());

  HashSwarmTest() {
    network.hashes = seeder -> seeder ? layers.all() : layers.none();
  }

  private SimulatedHost host(boolean seeder) {
    AccessLink link = AccessLink.symmetric(RATE, Duration.ofMillis(2));
    return network.add(new HostPlan(PeerId.random(network.random), seeder, link));
  }

  @Test
  void everybodyFetchesEverythingFromOneSeeder() {
    host(true);
    for (int i = 0; i < 8; i++) {
      host(false);
    }

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    double ideal = layers.layout().length() / (double) RATE;
    assertThat(network.now() / 1e9).isLessThan(1.35 * ideal);
    assertThat(network.hosts()).allMatch(host -> host.banned().isEmpty());
  }

  @Test
  void aPeerWithForgedHashesIsBannedAndTheOthersFinish() {
    SimulatedHost forger = host(true);
    forger.forgesHashes = true;
    host(true);
    SimulatedHost first = host(false);
    SimulatedHost second = host(false);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    assertThat(first.banned()).containsExactly(forger.id);
    assertThat(second.banned()).containsExactly(forger.id);
  }

  @Test
  void asksElsewhereWhenAPeerAnswersNothing() {
    host(true).answersNothing = true;
    host(true);
    SimulatedHost fetcher = host(false);

    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    assertThat(fetcher.banned()).isEmpty();
  }

  @Test
  void goesOnWithHashesAfterTheSeederIsGone() {
    SimulatedHost seeder = host(true);
    SimulatedHost first = host(false);
    SimulatedHost second = host(false);
    network.introduceAll();
    while (!first.isComplete()) {
      network.run(Duration.ofMillis(200));
    }
    seeder.die();

    host(false);
    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    assertThat(second.isComplete()).isTrue();
  }
}
