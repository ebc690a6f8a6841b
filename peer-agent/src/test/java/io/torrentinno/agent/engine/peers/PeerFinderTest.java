package io.torrentinno.agent.engine.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage.Hello;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerFinderTest {
  private static final PeerAddress FIRST = PeerAddress.of("192.0.2.1", 6881);
  private static final PeerAddress SECOND = PeerAddress.of("192.0.2.2", 6881);
  private static final Hello HELLO = new Hello(1, 1 << 14, 16, 0, "test");
  private static final PeerSource TRACKER = PeerSource.tracker("192.0.2.9:8080");

  private final Random random = new Random(7);
  private final PeerId peer = PeerId.random(random);
  private final PeerFinder finder =
      new PeerFinder(
          SessionSettings.of(PeerId.random(random), HELLO, 1, Sharing.DEFAULT), random, 0);

  @Test
  void namesTheFailureThatSaysMost() {
    assertThat(finder.failure()).isNull();

    finder.named().add(FIRST, 0);
    finder.named().toCall(1, 0);
    finder.named().silent(FIRST, ConnectFailure.NOT_LISTENING, 0);
    assertThat(finder.failure()).isEqualTo(ConnectFailure.NOT_LISTENING);

    finder.found(peer, SECOND, TRACKER, 0);
    finder.book().connectFailed(peer, ConnectFailure.UNTRUSTED, 0);
    assertThat(finder.failure()).isEqualTo(ConnectFailure.UNTRUSTED);

    finder.book().connected(peer, 0);
    assertThat(finder.failure()).isEqualTo(ConnectFailure.NOT_LISTENING);
  }

  @Test
  void knowsAPeerWhoseAddressAnOperatorHasNamed() {
    assertThat(finder.shortage(0)).isEqualTo(Shortage.NO_PEER_KNOWN);

    finder.named().add(FIRST, 0);

    assertThat(finder.shortage(0)).isEqualTo(Shortage.NO_PEER_REACHED);
  }
}
