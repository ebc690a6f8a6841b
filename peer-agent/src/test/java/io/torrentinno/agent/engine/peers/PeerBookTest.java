package io.torrentinno.agent.engine.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.SessionCommand.Connect;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerBookTest {
  private static final PeerAddress ELSEWHERE = PeerAddress.of("198.51.100.7", 6881);

  private final Random random = new Random(7);
  private final PeerId honest = PeerId.random(random);
  private final PeerBook book = new PeerBook(PeerId.random(random), random);
  private long now = 1;

  @Test
  void callsPeersOfEachAddressInTurn() {
    for (int i = 1; i <= 600; i++) {
      book.heardOf(PeerId.random(random), PeerAddress.of("192.0.2.66", i), now);
    }
    book.heardOf(honest, ELSEWHERE, now);

    assertThat(book.toConnect(2, true, now)).hasSize(2).contains(new Connect(honest, ELSEWHERE));
  }

  @Test
  void callsOthersWhilePeersOfOneAddressDoNotAnswer() {
    for (int i = 1; i <= 600; i++) {
      book.heardOf(PeerId.random(random), PeerAddress.of("192.0.2.66", i), now);
    }
    assertThat(book.toConnect(4, true, now)).hasSize(4);
    book.heardOf(honest, ELSEWHERE, now);

    assertThat(book.toConnect(1, true, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  @Test
  void callsWhomATrackerNamesBeforeThoseThatOnlyPeersName() {
    fillWithHearsay(100);
    book.heardOf(honest, ELSEWHERE, now);

    assertThat(book.toConnect(1, true, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  @Test
  void remembersWhomATrackerNamesThoughPeersHaveMadeUpAsManyAsItRemembers() {
    fillWithHearsay(2 * PeerBook.CAPACITY);
    book.heardOf(honest, ELSEWHERE, now);

    assertThat(book.size()).isEqualTo(PeerBook.CAPACITY);
    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
  }

  @Test
  void forgetsNobodyForWhatOnlyAPeerNames() {
    for (int i = 0; i < PeerBook.CAPACITY; i++) {
      book.heardOf(PeerId.random(random), PeerAddress.of("192.0.2.1", 1 + i), now);
    }

    book.hearsay(honest, ELSEWHERE, false, now);

    assertThat(book.addressOf(honest)).isNull();
  }

  @Test
  void callsAPeerThatFailedAfterTheOthers() {
    PeerId failed = PeerId.random(random);
    PeerAddress address = PeerAddress.of("192.0.2.1", 6881);
    book.heardOf(failed, address, now);
    book.toConnect(1, true, now);
    book.connectFailed(failed, now);
    book.heardOf(honest, ELSEWHERE, now);
    now += Duration.ofMinutes(1).toNanos();

    assertThat(book.toConnect(2, true, now))
        .containsExactly(new Connect(honest, ELSEWHERE), new Connect(failed, address));
  }

  @Test
  void callsAPeerAgainThatHadEverythingAndLacksSomethingNow() {
    book.heardOf(honest, ELSEWHERE, now);
    book.markSeeder(honest, true, now);
    assertThat(book.toConnect(1, false, now)).isEmpty();

    book.markLeecher(honest);

    assertThat(book.toConnect(1, false, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  private void fillWithHearsay(int count) {
    for (int i = 0; i < count; i++) {
      String host = "192.0." + (2 + i / 250) + "." + (1 + i % 250);
      book.hearsay(PeerId.random(random), PeerAddress.of(host, 6881), false, now);
    }
  }
}
