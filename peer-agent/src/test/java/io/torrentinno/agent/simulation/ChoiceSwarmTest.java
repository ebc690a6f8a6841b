package io.torrentinno.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Swarms of hosts that fetch different parts. */
class ChoiceSwarmTest {
  private static final int PIECES = 60;
  private static final int PIECE = 512 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SimulatedNetwork network = new SimulatedNetwork(1, layout());

  @Test
  void fetchesAllFromHostsOfWhichEachHasAPart() {
    SimulatedHost seeder = host(true);
    SimulatedHost first = choosing(0, 25);
    SimulatedHost second = choosing(20, PIECES);
    network.introduceAll();
    assertThat(network.runUntilComplete(LIMIT)).isTrue();
    assertThat(first.have()).isEqualTo(pieces(0, 25));
    assertThat(second.have()).isEqualTo(pieces(20, PIECES));

    seeder.die();
    SimulatedHost last = host(false);
    network.introduceAll();

    assertThat(network.runUntilComplete(LIMIT)).isTrue();
    assertThat(last.have().isFull()).isTrue();
    assertThat(first.have()).isEqualTo(pieces(0, 25));
  }

  @Test
  void fetchesWhatIsChosenLaterFromPeersThatAreStillConnected() {
    host(true);
    SimulatedHost fetcher = choosing(0, 10);
    network.introduceAll();
    assertThat(network.runUntilComplete(LIMIT)).isTrue();

    fetcher.on(new SessionEvent.ChoiceChanged(PieceChoice.all(PIECES)));
    network.run(LIMIT);

    assertThat(fetcher.have().isFull()).isTrue();
  }

  private SimulatedHost host(boolean seeder) {
    AccessLink link = AccessLink.symmetric(50_000_000, Duration.ofMillis(2));
    return network.add(new HostPlan(PeerId.random(network.random), seeder, link));
  }

  /** A host that fetches the pieces from one up to another. */
  private SimulatedHost choosing(int begin, int end) {
    SimulatedHost host = host(false);
    Bitfield skipped = Bitfield.full(PIECES);
    for (int piece = begin; piece < end; piece++) {
      skipped.clear(piece);
    }
    host.on(new SessionEvent.ChoiceChanged(new PieceChoice(skipped, new Bitfield(PIECES))));
    return host;
  }

  private static Bitfield pieces(int begin, int end) {
    Bitfield pieces = new Bitfield(PIECES);
    for (int piece = begin; piece < end; piece++) {
      pieces.set(piece);
    }
    return pieces;
  }

  private static PieceLayout layout() {
    int[] sizes = new int[PIECES];
    Arrays.fill(sizes, PIECE);
    return new PieceLayout(sizes);
  }
}
