package io.torrentinno.agent.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.ManifestCommand;
import io.torrentinno.agent.engine.model.ManifestEvent;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage.ManifestPart;
import io.torrentinno.protocol.wire.PeerMessage.ManifestRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestSessionTest extends ManifestSessionScene {
  @Test
  void callsPeersThatSpeakTi2() {
    PeerId old = PeerId.parse("ff".repeat(32));

    List<ManifestCommand> commands =
        on(new ManifestEvent.PeersFound(List.of(peer(ALICE), peer(old), peer(SELF))));

    assertThat(commands).containsExactly(new ManifestCommand.Connect(ALICE, peer(ALICE).address()));
  }

  @Test
  void saysWhyNobodyIsAsked() {
    assertThat(session.shortage(now)).isEqualTo(Shortage.NO_PEER_KNOWN);

    on(new ManifestEvent.PeersFound(List.of(peer(ALICE))));
    assertThat(session.shortage(now)).isEqualTo(Shortage.NO_PEER_REACHED);

    connect(TO_ALICE, ALICE);
    assertThat(session.shortage(now)).isNull();
  }

  @Test
  void callsAnAddressThatAnOperatorNames() {
    PeerAddress address = PeerAddress.of("192.0.2.7", 6881);

    assertThat(on(new ManifestEvent.AddressNamed(address)))
        .containsExactly(new ManifestCommand.Call(address));
    on(new ManifestEvent.AddressAnswered(address, ALICE));
    assertThat(connect(TO_ALICE, ALICE)).containsExactly(send(TO_ALICE, HELLO));
    on(new ManifestEvent.Disconnected(TO_ALICE));
    pass(Duration.ofMinutes(1));

    assertThat(on(new ManifestEvent.Tick())).contains(new ManifestCommand.Connect(ALICE, address));
  }

  @Test
  void callsASilentAddressAgain() {
    PeerAddress address = PeerAddress.of("192.0.2.7", 6881);
    on(new ManifestEvent.AddressNamed(address));

    on(new ManifestEvent.AddressSilent(address, null));
    pass(Duration.ofSeconds(1));

    assertThat(on(new ManifestEvent.Tick())).contains(new ManifestCommand.Call(address));
  }

  @Test
  void greetsAndAsksForTheFirstPart() {
    assertThat(connect(TO_ALICE, ALICE)).containsExactly(send(TO_ALICE, HELLO));

    assertThat(received(TO_ALICE, HELLO))
        .containsExactly(
            new ManifestCommand.Begin(TO_ALICE), send(TO_ALICE, new ManifestRequest(0, PART)));
  }

  @Test
  void checksAManifestOfOnePart() {
    chooseAlice();

    assertThat(received(TO_ALICE, part(100, 0, 100)))
        .containsExactly(
            new ManifestCommand.Keep(TO_ALICE, Bytes.copyOf(new byte[100])),
            new ManifestCommand.Check(TO_ALICE));
  }

  @Test
  void keepsSoManyPartsOnTheirWayUntilTheyAreOnDisk() {
    chooseAlice();
    int total = 20 * PART + 1;

    List<ManifestCommand> first = received(TO_ALICE, part(total, 0, PART));
    List<ManifestCommand> second = received(TO_ALICE, part(total, PART, PART));
    List<ManifestCommand> kept = on(new ManifestEvent.Kept(TO_ALICE));

    assertThat(first).hasSize(1 + ManifestSource.WINDOW - 1);
    assertThat(second).hasSize(1);
    assertThat(kept)
        .containsExactly(send(TO_ALICE, new ManifestRequest(ManifestSource.WINDOW * PART, PART)));
  }

  @Test
  void fetchesTheLongestManifest() {
    chooseAlice();
    int total = ManifestPart.MAX_TOTAL;
    int begin = 0;
    List<ManifestCommand> commands = List.of();

    for (; begin < total; begin += PART) {
      commands = received(TO_ALICE, part(total, begin, PART));
      on(new ManifestEvent.Kept(TO_ALICE));
    }

    assertThat(commands).contains(new ManifestCommand.Check(TO_ALICE));
  }

  @Test
  void bansAPeerWhoseManifestIsWrongAndAsksAnother() {
    chooseAlice();
    bobStandsBy();
    received(TO_ALICE, part(100, 0, 100));

    List<ManifestCommand> commands = on(new ManifestEvent.Wrong(TO_ALICE));

    assertThat(commands)
        .containsExactly(
            disconnect(TO_ALICE, DisconnectReason.CORRUPT),
            new ManifestCommand.Begin(TO_BOB),
            send(TO_BOB, new ManifestRequest(0, PART)));
    assertThat(connect(new ConnectionId(3), ALICE))
        .containsExactly(disconnect(new ConnectionId(3), DisconnectReason.BANNED));
  }

  @Test
  void bansNoPeerWhenThereIsNoMemoryForItsManifestAndAsksItMuchLater() {
    chooseAlice();
    bobStandsBy();
    received(TO_ALICE, part(100, 0, 100));

    List<ManifestCommand> commands = on(new ManifestEvent.Unread(TO_ALICE));

    assertThat(commands)
        .contains(
            disconnect(TO_ALICE, DisconnectReason.REDUNDANT), new ManifestCommand.Begin(TO_BOB));
    assertThat(session.bans(now)).isEmpty();
    on(new ManifestEvent.Disconnected(TO_BOB));
    assertThat(session.shortage(now)).isEqualTo(Shortage.NOT_READ);
    assertThat(connect(new ConnectionId(3), ALICE))
        .containsExactly(disconnect(new ConnectionId(3), DisconnectReason.REDUNDANT));
    pass(Duration.ofMinutes(5));
    assertThat(connect(new ConnectionId(4), ALICE))
        .containsExactly(send(new ConnectionId(4), HELLO));
  }

  @Test
  void bansAPeerThatBreaksTheProtocolAndAsksAnother() {
    chooseAlice();
    bobStandsBy();

    List<ManifestCommand> commands = on(new ManifestEvent.Violated(TO_ALICE));

    assertThat(commands)
        .startsWith(
            disconnect(TO_ALICE, DisconnectReason.PROTOCOL), new ManifestCommand.Begin(TO_BOB));
    assertThat(session.bans(now)).extracting(Ban::peer).containsExactly(ALICE);
  }

  @Test
  void letsAPeerInAgainWhoseBanIsLifted() {
    chooseAlice();
    received(TO_ALICE, part(100, 0, 100));
    on(new ManifestEvent.Wrong(TO_ALICE));
    List<Ban> before = session.bans(now);

    on(new ManifestEvent.BanLifted(ALICE));

    assertThat(before)
        .singleElement()
        .returns(ALICE, Ban::peer)
        .returns(DisconnectReason.CORRUPT, Ban::reason);
    assertThat(session.bans(now)).isEmpty();
    assertThat(connect(TO_BOB, ALICE)).containsExactly(send(TO_BOB, HELLO));
  }

  @Test
  void bansAPeerWhosePartsDoNotAgree() {
    for (ManifestPart liar :
        List.of(part(3 * PART, PART, PART), part(2 * PART, PART, 1), part(2 * PART, PART, 0))) {
      ManifestSessionTest test = new ManifestSessionTest();
      test.chooseAlice();
      test.received(TO_ALICE, part(2 * PART, 0, PART));

      assertThat(test.received(TO_ALICE, liar))
          .as("%s", liar)
          .contains(disconnect(TO_ALICE, DisconnectReason.PROTOCOL));
      assertThat(test.connect(TO_BOB, ALICE)).contains(disconnect(TO_BOB, DisconnectReason.BANNED));
    }
  }

  @Test
  void ignoresPartsThatItDidNotAskFor() {
    chooseAlice();
    bobStandsBy();

    assertThat(received(TO_BOB, part(100, 0, 100))).isEmpty();
    assertThat(received(TO_ALICE, part(3 * PART, PART, PART))).isEmpty();
    received(TO_ALICE, part(100, 0, 100));
    assertThat(received(TO_ALICE, part(100, 0, 100))).isEmpty();
    assertThat(on(new ManifestEvent.Kept(TO_BOB))).isEmpty();
    assertThat(on(new ManifestEvent.Wrong(TO_BOB))).isEmpty();
  }

  @Test
  void leavesPeersThatHaveNoManifest() {
    connect(TO_ALICE, ALICE);
    assertThat(received(TO_ALICE, hello(Set.of(Feature.FAST))))
        .containsExactly(disconnect(TO_ALICE, DisconnectReason.REDUNDANT));

    connect(TO_BOB, BOB);
    received(TO_BOB, HELLO);
    assertThat(received(TO_BOB, part(0, 0, 0)))
        .containsExactly(disconnect(TO_BOB, DisconnectReason.REDUNDANT));
  }

  @Test
  void saysThatItHasNone() {
    chooseAlice();

    assertThat(received(TO_ALICE, new ManifestRequest(PART, PART)))
        .containsExactly(send(TO_ALICE, part(0, PART, 0)));
  }

  @Test
  void goesOnWithAnotherWhenOneLeaves() {
    chooseAlice();
    bobStandsBy();

    assertThat(on(new ManifestEvent.Disconnected(TO_ALICE)))
        .containsExactly(
            new ManifestCommand.Begin(TO_BOB), send(TO_BOB, new ManifestRequest(0, PART)));
  }

  @Test
  void givesUpAPeerThatIsSilentButNotWhileItsOwnDiskIsSlow() {
    chooseAlice();
    received(TO_ALICE, part(2 * PART, 0, PART));
    received(TO_ALICE, part(2 * PART, PART, PART));
    pass(ManifestSession.SILENCE);
    assertThat(on(new ManifestEvent.Tick())).isEmpty();

    connect(TO_BOB, BOB);
    pass(ManifestSession.SILENCE);

    assertThat(on(new ManifestEvent.Tick()))
        .contains(disconnect(TO_BOB, DisconnectReason.SILENT))
        .doesNotContain(disconnect(TO_ALICE, DisconnectReason.SILENT));
  }

  @Test
  void givesUpAPeerThatTricklesWhileAnotherStandsBy() {
    Duration patience = SourceTurns.FIRST_PATIENCE;
    chooseAlice();
    trickle(TO_ALICE, patience.multipliedBy(2));
    assertThat(on(new ManifestEvent.Tick())).isEmpty();

    bobStandsBy();

    assertThat(on(new ManifestEvent.Tick()))
        .contains(disconnect(TO_ALICE, DisconnectReason.SILENT))
        .contains(new ManifestCommand.Begin(TO_BOB));
  }

  @Test
  void isMorePatientWithTheNextPeerOfAnAddress() {
    Duration patience = SourceTurns.FIRST_PATIENCE;
    call(TO_ALICE, ALICE, HOST);
    received(TO_ALICE, HELLO);
    call(TO_BOB, BOB, OTHER_HOST);
    received(TO_BOB, HELLO);
    trickle(TO_ALICE, patience);
    on(new ManifestEvent.Tick());
    trickle(TO_BOB, patience.minusSeconds(5));
    ConnectionId again = new ConnectionId(3);
    call(again, ALICE, HOST);
    received(again, HELLO);
    trickle(TO_BOB, Duration.ofSeconds(10));
    assertThat(on(new ManifestEvent.Tick())).contains(new ManifestCommand.Begin(again));
    bobStandsBy();

    trickle(again, patience.plusSeconds(10));

    assertThat(on(new ManifestEvent.Tick())).isEmpty();
  }

  @Test
  void asksAPeerOfAnotherAddressAfterOneStrangerThatSendsNothing() {
    for (int i = 1; i <= ManifestSession.CONNECTIONS; i++) {
      answer(new ConnectionId(i), id(i), HOST);
      received(new ConnectionId(i), HELLO);
    }
    ConnectionId honest = new ConnectionId(9);
    answer(honest, id(9), OTHER_HOST);
    received(honest, HELLO);

    pass(ManifestSession.SILENCE);

    assertThat(on(new ManifestEvent.Tick())).contains(new ManifestCommand.Begin(honest));
  }

  @Test
  void callsPeersThatTrackersNameWhileStrangersTakeAllPlacesOfThoseThatCall() {
    for (int i = 1; i <= ManifestSession.CONNECTIONS; i++) {
      answer(new ConnectionId(i), id(i), HOST);
      received(new ConnectionId(i), HELLO);
    }

    assertThat(on(new ManifestEvent.PeersFound(List.of(peer(id(9))))))
        .containsExactly(new ManifestCommand.Connect(id(9), peer(id(9)).address()));
    call(new ConnectionId(9), id(9), HOST);
    received(new ConnectionId(9), HELLO);

    assertThat(on(new ManifestEvent.Disconnected(new ConnectionId(1))))
        .as("the one that was called comes first")
        .contains(new ManifestCommand.Begin(new ConnectionId(9)));
  }

  @Test
  void callsPeersOfManyAddressesThoughStrangersAtOneHaveManyNames() {
    List<SessionEvent.PeersFound.Peer> named = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      named.add(new SessionEvent.PeersFound.Peer(id(i), PeerAddress.of("192.0.2.66", i)));
    }
    named.add(peer(id(900)));

    assertThat(on(new ManifestEvent.PeersFound(named)))
        .contains(new ManifestCommand.Connect(id(900), peer(id(900)).address()));
  }

  @Test
  void holdsAFewConnectionsThatOthersOpen() {
    for (int i = 1; i <= ManifestSession.CONNECTIONS; i++) {
      answer(new ConnectionId(i), id(i), HOST);
    }
    ConnectionId next = new ConnectionId(9);

    assertThat(answer(next, id(9), HOST)).containsExactly(disconnect(next, DisconnectReason.FULL));
  }

  @Test
  void makesRoomForACallerOfAnotherAddress() {
    for (int i = 1; i <= ManifestSession.CONNECTIONS; i++) {
      answer(new ConnectionId(i), id(i), HOST);
    }
    ConnectionId next = new ConnectionId(9);

    assertThat(answer(next, id(9), OTHER_HOST))
        .containsExactly(disconnect(new ConnectionId(1), DisconnectReason.FULL), send(next, HELLO));
  }

  @Test
  void refusesItselfAndASecondConnection() {
    assertThat(connect(TO_BOB, SELF)).containsExactly(disconnect(TO_BOB, DisconnectReason.SELF));
    connect(TO_ALICE, ALICE);
    assertThat(connect(TO_BOB, ALICE))
        .containsExactly(disconnect(TO_BOB, DisconnectReason.DUPLICATE));
  }

  @Test
  void asksTheTrackersWhileItIsAlone() {
    pass(Duration.ofSeconds(5));
    assertThat(on(new ManifestEvent.Tick())).containsExactly(new ManifestCommand.SeekPeers());
    assertThat(on(new ManifestEvent.Tick())).isEmpty();
  }
}
