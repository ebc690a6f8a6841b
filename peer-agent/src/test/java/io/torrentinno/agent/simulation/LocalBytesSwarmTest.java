package io.torrentinno.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Swarms in which every leecher has a part of the bytes elsewhere on its machine. */
class LocalBytesSwarmTest {
  private static final long RATE = 12_500_000;
  private static final int PIECES = 400;
  private static final int UNITS = 32;
  private static final int UNIT = 16 * 1024;

  private final BitSet[] local = new BitSet[PIECES];
  private final SimulatedNetwork network = new SimulatedNetwork(1, layout());
  private long missing;

  private static PieceLayout layout() {
    int[] sizes = new int[PIECES];
    Arrays.fill(sizes, UNITS * UNIT);
    return new PieceLayout(sizes);
  }

  /** One of twenty stretches of four units is missing, anywhere. */
  private void rewrite() {
    Random random = new Random(5);
    for (int piece = 0; piece < PIECES; piece++) {
      local[piece] = new BitSet();
      local[piece].set(0, UNITS);
      for (int unit = 0; unit < UNITS; unit += 4) {
        if (random.nextInt(20) == 0) {
          local[piece].clear(unit, unit + 4);
          missing += 4 * UNIT;
        }
      }
    }
    network.local = piece -> (BitSet) local[piece].clone();
  }

  private void swarm(int leechers) {
    AccessLink link = AccessLink.symmetric(RATE, Duration.ofMillis(2));
    for (int i = 0; i <= leechers; i++) {
      network.add(new HostPlan(PeerId.random(network.random), i == 0, link));
    }
    network.introduceAll();
  }

  @Test
  void everybodyFetchesOnlyWhatIsMissing() {
    rewrite();
    swarm(4);

    assertThat(network.runUntilComplete(Duration.ofMinutes(2))).isTrue();
    assertThat(network.now() / 1e9).isLessThan(2.0 * missing / RATE + 1);
    assertThat(network.hosts().subList(1, 5))
        .allMatch(host -> host.banned().isEmpty())
        .allMatch(host -> host.wasted() < missing / 10)
        .allMatch(host -> (long) host.copiedUnits() * UNIT + missing == network.layout.length());
  }

  @Test
  void piecesWithWrongCopiesAreFetchedAndNobodyIsBanned() {
    rewrite();
    network.wrongCopies = piece -> piece % 3 == 0;
    swarm(4);

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    assertThat(network.hosts()).allMatch(host -> host.banned().isEmpty());
    assertThat(network.hosts().subList(1, 5))
        .allMatch(host -> host.corruptPieces() == (PIECES + 2) / 3);
  }

  @Test
  void aLiarIsBannedThoughWrongCopiesAreInItsPieces() {
    rewrite();
    network.wrongCopies = piece -> piece % 3 == 0;
    swarm(3);
    SimulatedHost liar =
        network.add(
            new HostPlan(
                PeerId.random(network.random),
                true,
                AccessLink.symmetric(RATE, Duration.ofMillis(2))));
    liar.sendsGarbage = true;
    network.introduceAll();

    assertThat(network.runUntilComplete(Duration.ofMinutes(5))).isTrue();
    assertThat(network.hosts().subList(1, 4))
        .allMatch(host -> host.banned().isEmpty() || host.banned().contains(liar.id))
        .anyMatch(host -> host.banned().contains(liar.id))
        .allMatch(host -> host.banned().size() <= 1);
  }
}
