package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Call;
import io.torrentinno.agent.engine.model.SessionCommand.Connect;
import io.torrentinno.agent.engine.model.SessionCommand.Disconnect;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peers.PeerBook;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which peers a session calls, and which connections it closes. */
class SessionConnectionsTest extends SessionScene {
  @Test
  void callsAnAddressThatAnOperatorNamesAndKnowsThePeerThereFromThenOn() {
    PeerAddress address = PeerAddress.of("127.0.0.1", 6881);
    TorrentSession session = session(new Bitfield(4));

    assertThat(on(session, new SessionEvent.AddressNamed(address)))
        .containsExactly(new Call(address));
    assertThat(on(session, new SessionEvent.AddressAnswered(address, OTHER))).isEmpty();
    assertThat(connect(session, FIRST, OTHER)).containsExactly(new Send(FIRST, HELLO));
    on(session, new SessionEvent.Disconnected(FIRST));
    now += TimeUnit.MINUTES.toNanos(1);

    assertThat(on(session, new SessionEvent.Tick())).contains(new Connect(OTHER, address));
  }

  @Test
  void hasNoPeerAtANamedAddressThatIsBannedOrIsItself() {
    PeerAddress address = PeerAddress.of("127.0.0.1", 6881);
    TorrentSession session = session(new Bitfield(4));
    connect(session, FIRST, OTHER);
    receive(session, FIRST, new Have.All()); // Before its Hello.

    on(session, new SessionEvent.AddressNamed(address));
    on(session, new SessionEvent.AddressAnswered(address, OTHER));
    assertThat(connect(session, SECOND, OTHER))
        .containsExactly(new Disconnect(SECOND, DisconnectReason.BANNED));

    on(session, new SessionEvent.AddressNamed(address));
    on(session, new SessionEvent.AddressAnswered(address, SELF));
    assertThat(connect(session, SECOND, SELF))
        .containsExactly(new Disconnect(SECOND, DisconnectReason.SELF));
    now += TimeUnit.MINUTES.toNanos(1);
    assertThat(on(session, new SessionEvent.Tick())).doesNotContain(new Connect(SELF, address));
  }

  @Test
  void isNotIdleWhileANamedAddressIsToBeCalled() {
    PeerAddress address = PeerAddress.of("192.0.2.7", 6881);
    TorrentSession seeding = session(Bitfield.full(1));

    on(seeding, new SessionEvent.AddressNamed(address));
    on(seeding, new SessionEvent.AddressSilent(address, null));

    assertThat(seeding.isIdle(now)).isFalse();
  }

  @Test
  void callsOnlyThoseOfThePeersThatAnotherNamesThatTheRuleAdmits() {
    PeerAddress admitted = PeerAddress.of("192.0.2.1", 6881);
    PeerAddress refused = PeerAddress.of("192.0.2.2", 6881);
    SessionSettings settings =
        SessionSettings.of(SELF, HELLO, 10, SessionSettings.Sharing.DEFAULT)
            .naming((_, at, namedBy) -> at.equals(admitted) && namedBy.equals(LOOPBACK));
    TorrentSession session =
        new TorrentSession(
            settings, new PieceLayout(new int[] {PIECE}), new Bitfield(1), new Random(1), now);
    ready(session, FIRST, OTHER, new Bitfield(1));

    List<SessionCommand> commands = new ArrayList<>();
    commands.addAll(
        receive(
            session,
            FIRST,
            new PeerMessage.PeerExchange(
                List.of(
                    new PeerMessage.PeerExchange.Peer(PeerId.random(new Random(5)), refused, true),
                    new PeerMessage.PeerExchange.Peer(
                        PeerId.random(new Random(6)), admitted, true)))));
    commands.addAll(on(session, new SessionEvent.Tick()));

    assertThat(commands)
        .filteredOn(SessionCommand.Connect.class::isInstance)
        .extracting(command -> ((SessionCommand.Connect) command).address())
        .containsExactly(admitted);
  }

  @Test
  void closesConnectionsToItself() {
    TorrentSession session = session(new Bitfield(2));

    assertThat(connect(session, FIRST, SELF))
        .containsExactly(new Disconnect(FIRST, DisconnectReason.SELF));
  }

  @Test
  void closesASecondConnectionOfATi1Peer() {
    TorrentSession session = session(new Bitfield(2));
    connect(session, FIRST, TI1_PEER);

    assertThat(connect(session, SECOND, TI1_PEER))
        .containsExactly(new Disconnect(SECOND, DisconnectReason.DUPLICATE));
  }

  @Test
  void callsOnlyTi1PeersWithAGreaterId() {
    TorrentSession session = session(new Bitfield(2));
    PeerAddress address = new PeerAddress(LOOPBACK, 1000);
    PeerId smaller = PeerId.parse("00".repeat(32));

    List<SessionCommand> commands =
        on(
            session,
            new SessionEvent.PeersFound(
                List.of(
                    new SessionEvent.PeersFound.Peer(TI1_PEER, address),
                    new SessionEvent.PeersFound.Peer(smaller, address))));

    assertThat(commands).containsExactly(new Connect(TI1_PEER, address));
  }

  @Test
  void backsOffFromAPeerThatCantBeReached() {
    TorrentSession session = session(new Bitfield(2));
    PeerAddress address = new PeerAddress(LOOPBACK, 1000);
    on(
        session,
        new SessionEvent.PeersFound(List.of(new SessionEvent.PeersFound.Peer(OTHER, address))));

    on(session, new SessionEvent.ConnectFailed(OTHER));

    assertThat(on(session, new SessionEvent.Tick())).isEmpty();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(on(session, new SessionEvent.Tick())).contains(new Connect(OTHER, address));
  }

  @Test
  void callsAPeerThatHadEverythingAndIsALeecherForTheTrackerNow() {
    TorrentSession session = session(Bitfield.full(2));
    PeerAddress address = new PeerAddress(LOOPBACK, 1000);
    ready(session, FIRST, OTHER, Bitfield.full(2));
    on(session, new SessionEvent.Disconnected(FIRST));
    now += Duration.ofMinutes(2).toNanos();
    SessionEvent.PeersFound.Peer unknown = new SessionEvent.PeersFound.Peer(OTHER, address);
    assertThat(on(session, new SessionEvent.PeersFound(List.of(unknown)))).isEmpty();

    SessionEvent.PeersFound.Peer leecher = new SessionEvent.PeersFound.Peer(OTHER, address, true);
    assertThat(on(session, new SessionEvent.PeersFound(List.of(leecher))))
        .contains(new Connect(OTHER, address));
  }

  @Test
  void forgetsPeersThatCameAndWentWithoutAnAddress() {
    TorrentSession session = session(new Bitfield(2));
    connect(session, FIRST, TI1_PEER);
    assertThat(session.knownPeers()).isEqualTo(1);

    on(session, new SessionEvent.Disconnected(FIRST));
    on(session, new SessionEvent.Tick());

    assertThat(session.knownPeers()).isZero();
  }

  @Test
  void remembersABoundedNumberOfPeersAndPrefersThoseItHasNotFailedToReach() {
    TorrentSession session = session(new Bitfield(2));
    Random random = new Random(7);
    for (int i = 0; i < 3 * PeerBook.CAPACITY; i++) {
      PeerId peer = PeerId.random(random);
      on(
          session,
          new SessionEvent.PeersFound(
              List.of(new SessionEvent.PeersFound.Peer(peer, new PeerAddress(LOOPBACK, 1 + i)))));
      on(session, new SessionEvent.ConnectFailed(peer));
    }

    assertThat(session.knownPeers()).isEqualTo(PeerBook.CAPACITY);
  }

  @Test
  void closesAConnectionOnWhichNothingComes() {
    TorrentSession session = session(new Bitfield(2));
    ready(session, FIRST, OTHER, new Bitfield(2));

    now += Duration.ofSeconds(121).toNanos();

    assertThat(on(session, new SessionEvent.Tick()))
        .contains(new Disconnect(FIRST, DisconnectReason.SILENT));
  }
}
