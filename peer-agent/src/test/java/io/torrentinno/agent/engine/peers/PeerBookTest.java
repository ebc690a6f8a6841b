package io.torrentinno.agent.engine.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.SessionCommand.Connect;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage.PeerExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerBookTest {
  private static final PeerAddress ELSEWHERE = PeerAddress.of("198.51.100.7", 6881);

  private static final PeerSource TRACKER = PeerSource.tracker("192.0.2.9:8080");
  private static final PeerSource OTHER_TRACKER = PeerSource.tracker("192.0.2.8:8080");
  private static final PeerSource LIAR = PeerSource.peerAt(InetAddress.ofLiteral("192.0.2.7"));
  private static final PeerSource OTHER_PEER =
      PeerSource.peerAt(InetAddress.ofLiteral("192.0.2.6"));

  private final Random random = new Random(7);
  private final PeerId honest = PeerId.random(random);
  private final PeerBook book = new PeerBook(PeerId.random(random), random);
  private long now = 1;

  @Test
  void callsPeersOfEachAddressInTurn() {
    for (int i = 1; i <= 600; i++) {
      book.heardOf(PeerId.random(random), PeerAddress.of("192.0.2.66", i), TRACKER, now);
    }
    book.heardOf(honest, ELSEWHERE, TRACKER, now);

    assertThat(book.toConnect(2, true, now)).hasSize(2).contains(new Connect(honest, ELSEWHERE));
  }

  @Test
  void callsOthersWhilePeersOfOneAddressDoNotAnswer() {
    for (int i = 1; i <= 600; i++) {
      book.heardOf(PeerId.random(random), PeerAddress.of("192.0.2.66", i), TRACKER, now);
    }
    assertThat(book.toConnect(4, true, now)).hasSize(4);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);

    assertThat(book.toConnect(1, true, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  @Test
  void callsWhomATrackerNamesBeforeThoseThatOnlyPeersName() {
    fillWithHearsay(100);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);

    assertThat(book.toConnect(1, true, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  @Test
  void remembersWhomATrackerNamesThoughPeersHaveMadeUpAsManyAsItRemembers() {
    fillWithHearsay(2 * PeerBook.CAPACITY);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);

    assertThat(book.size()).isEqualTo(PeerBook.CAPACITY);
    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
  }

  @Test
  void forgetsNobodyForWhatOnlyAPeerNames() {
    for (int i = 0; i < PeerBook.CAPACITY; i++) {
      book.heardOf(PeerId.random(random), PeerAddress.of("192.0.2.1", 1 + i), TRACKER, now);
    }

    book.hearsay(new PeerExchange.Peer(honest, ELSEWHERE, false), LIAR, now);

    assertThat(book.addressOf(honest)).isNull();
  }

  @Test
  void callsAPeerThatFailedAfterTheOthers() {
    PeerId failed = PeerId.random(random);
    PeerAddress address = PeerAddress.of("192.0.2.1", 6881);
    book.heardOf(failed, address, TRACKER, now);
    book.toConnect(1, true, now);
    book.connectFailed(failed, null, now);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    now += Duration.ofMinutes(1).toNanos();

    assertThat(book.toConnect(2, true, now))
        .containsExactly(new Connect(honest, ELSEWHERE), new Connect(failed, address));
  }

  @Test
  void callsAPeerAgainThatHadEverythingAndLacksSomethingNow() {
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    book.markSeeder(honest, true, now);
    assertThat(book.toConnect(1, false, now)).isEmpty();

    book.markLeecher(honest);

    assertThat(book.toConnect(1, false, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  @Test
  void keepsTheAddressOfAPeerWhenATrackerNamesAnother() {
    PeerAddress other = PeerAddress.of("2001:db8::7", 6881);
    book.connected(honest, now);
    book.listensAt(honest, ELSEWHERE, now);

    book.heardOf(honest, other, OTHER_TRACKER, now);
    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);

    book.listensAt(honest, other, now);
    assertThat(book.addressOf(honest)).as("by its own word").isEqualTo(other);
  }

  @Test
  void believesATrackerOnceThePeerDoesNotAnswerWhereItSaidItListens() {
    PeerAddress other = PeerAddress.of("2001:db8::7", 6881);
    book.connected(honest, now);
    book.listensAt(honest, ELSEWHERE, now);
    book.disconnected(honest, true, now);
    now += Duration.ofMinutes(2).toNanos();
    book.toConnect(1, true, now);
    book.connectFailed(honest, null, now);

    book.heardOf(honest, other, TRACKER, now);

    assertThat(book.toConnect(1, true, now)).containsExactly(new Connect(honest, other));
  }

  @Test
  void callsASilentPeerLessAndLessOftenThoughItIsNamedWithTwoAddresses() {
    PeerAddress other = PeerAddress.of("2001:db8::7", 6881);
    int calls = 0;
    for (int second = 0; second < 120; second++) {
      if (second % 60 == 0) {
        book.heardOf(honest, ELSEWHERE, TRACKER, now);
        book.heardOf(honest, other, TRACKER, now);
      }
      for (Connect call : book.toConnect(1, true, now)) {
        calls++;
        book.connectFailed(call.peer(), null, now);
      }
      now += Duration.ofSeconds(1).toNanos();
    }

    assertThat(calls).isBetween(6, PeerBook.FORGET_AFTER_FAILURES + 1);
  }

  @Test
  void callsAPeerWhoseCertificateIsRefusedAtNoAddressForSomeMinutes() {
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    book.toConnect(1, true, now);
    book.connectFailed(honest, ConnectFailure.UNTRUSTED, now);

    now += PeerBook.REFUSED_RETRY.toNanos() - 1;
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    assertThat(book.toConnect(1, true, now)).isEmpty();
    book.heardOf(honest, PeerAddress.of("198.51.100.8", 6881), TRACKER, now);
    assertThat(book.toConnect(1, true, now)).isEmpty();
    assertThat(book.isSettled(now)).isTrue();

    now++;
    assertThat(book.toConnect(1, true, now)).hasSize(1);
  }

  @Test
  void callsAPeerThatWasRefusedAndHasConnectedSince() {
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    book.toConnect(1, true, now);
    book.connectFailed(honest, ConnectFailure.UNTRUSTED, now);
    book.connected(honest, now);
    book.disconnected(honest, true, now);

    now += Duration.ofMinutes(1).toNanos();
    assertThat(book.toConnect(1, true, now)).containsExactly(new Connect(honest, ELSEWHERE));
  }

  @Test
  void givesThePlaceOfAPeerWhoseCertificateIsRefusedToOthers() {
    fillByTracker(PeerBook.CAPACITY - 1);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    book.connectFailed(honest, ConnectFailure.UNTRUSTED, now);

    book.heardOf(PeerId.random(random), PeerAddress.of("203.0.113.1", 1), OTHER_TRACKER, now);

    assertThat(book.size()).isEqualTo(PeerBook.CAPACITY);
    assertThat(book.addressOf(honest)).isNull();
  }

  @Test
  void hasEachAddressOnce() {
    PeerId first = PeerId.random(random);
    book.heardOf(first, ELSEWHERE, TRACKER, now);
    book.heardOf(honest, ELSEWHERE, OTHER_TRACKER, now);

    assertThat(book.size()).isEqualTo(1);
    assertThat(book.addressOf(first)).isEqualTo(ELSEWHERE);
  }

  @Test
  void givesTheAddressOfAPeerThatDoesNotAnswerToTheOneThatIsNamedNext() {
    PeerId stale = PeerId.random(random);
    book.heardOf(stale, ELSEWHERE, TRACKER, now);
    book.toConnect(1, true, now);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);
    assertThat(book.addressOf(honest)).as("while the other is called").isNull();
    book.connectFailed(stale, null, now);

    book.hearsay(new PeerExchange.Peer(PeerId.random(random), ELSEWHERE, false), LIAR, now);
    book.heardOf(honest, ELSEWHERE, TRACKER, now);

    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void believesATrackerBeforeAPeerAndAPeerItselfBeforeBoth() {
    book.hearsay(new PeerExchange.Peer(PeerId.random(random), ELSEWHERE, false), LIAR, now);
    PeerId named = PeerId.random(random);
    book.heardOf(named, ELSEWHERE, TRACKER, now);
    assertThat(book.addressOf(named)).isEqualTo(ELSEWHERE);

    book.connected(honest, now);
    book.listensAt(honest, ELSEWHERE, now);
    book.heardOf(named, ELSEWHERE, TRACKER, now);
    book.disconnected(honest, true, now);
    book.heardOf(named, ELSEWHERE, TRACKER, now);

    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  void aTrackerThatNamesTenThousandPeersPushesOutNoneOfAnother() {
    PeerId useful = PeerId.random(random);
    book.heardOf(useful, PeerAddress.of("198.51.100.8", 6881), TRACKER, now);
    book.connected(useful, now);
    book.disconnected(useful, true, now);
    book.heardOf(honest, ELSEWHERE, OTHER_TRACKER, now);

    fillByTracker(10_000);

    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
    assertThat(book.addressOf(useful)).isNotNull();
    assertThat(book.size()).isEqualTo(PeerBook.CAPACITY);
  }

  @Test
  void hasRoomForPeersOfAnotherTrackerWhenOneHasNamedTenThousand() {
    fillByTracker(10_000);

    book.heardOf(honest, ELSEWHERE, OTHER_TRACKER, now);

    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
    assertThat(book.size()).isEqualTo(PeerBook.CAPACITY);
  }

  @Test
  void hasRoomForWhatOnePeerNamesWhenAnotherHasMadeUpTenThousand() {
    fillWithHearsay(10_000);

    book.hearsay(new PeerExchange.Peer(honest, ELSEWHERE, false), OTHER_PEER, now);

    assertThat(book.addressOf(honest)).isEqualTo(ELSEWHERE);
    assertThat(book.size()).isEqualTo(PeerBook.CAPACITY);
  }

  @Test
  void whatAPeerNamesLiftsNoBan() {
    PeerIdentity bad = new PeerIdentity(honest, ELSEWHERE.ip());
    book.ban(bad, DisconnectReason.CORRUPT, Duration.ofMinutes(5), now);

    fillWithHearsay(10_000);

    assertThat(book.isBanned(bad, now)).isTrue();
  }

  private void fillByTracker(int count) {
    for (int i = 0; i < count; i++) {
      String host = "203.0." + (i / 250) + "." + (1 + i % 250);
      book.heardOf(PeerId.random(random), PeerAddress.of(host, 6881), TRACKER, now);
    }
  }

  private void fillWithHearsay(int count) {
    for (int i = 0; i < count; i++) {
      String host = "192.0." + (2 + i / 250) + "." + (1 + i % 250);
      book.hearsay(
          new PeerExchange.Peer(PeerId.random(random), PeerAddress.of(host, 6881), false),
          LIAR,
          now);
    }
  }
}
