package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Disconnect;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who makes room in a seeder that has as many connections as it may, which is three. */
class EvictionTest {
  private static final int BLOCK = 16 * 1024;
  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, BLOCK, 16, 0, "test");
  private static final PeerMessage.Request REQUEST =
      new PeerMessage.Request(new BlockRange(0, 0, BLOCK));
  private static final ConnectionId A = new ConnectionId(1);
  private static final ConnectionId B = new ConnectionId(2);
  private static final ConnectionId C = new ConnectionId(3);
  private static final ConnectionId NEWCOMER = new ConnectionId(4);

  private long now;
  private final TorrentSession session =
      new TorrentSession(
          SessionSettings.of(PeerId.random(new Random(99)), HELLO, 3, Sharing.DEFAULT),
          new PieceLayout(new int[] {BLOCK, BLOCK}),
          Bitfield.full(2),
          new Random(1),
          0);

  @Test
  void aPeerThatWantsNothingMakesRoomForANewOne() {
    interested(A, "10.0.0.1");
    stranger(B, "10.0.0.2");
    interested(C, "10.0.0.3");
    now += Eviction.GRACE;

    assertThat(connect(NEWCOMER, "10.0.0.4"))
        .contains(new Disconnect(B, DisconnectReason.FULL), new Send(NEWCOMER, HELLO));
  }

  @Test
  void aPeerThatBlocksWereExchangedWithMakesNoRoom() {
    served(A, "10.0.0.1");
    served(B, "10.0.0.2");
    served(C, "10.0.0.3");
    now += Eviction.GRACE;

    assertThat(connect(NEWCOMER, "10.0.0.4"))
        .containsExactly(new Disconnect(NEWCOMER, DisconnectReason.FULL));
  }

  @Test
  void aPeerThatTakesAFewBlocksAMinuteMakesRoom() {
    served(A, "10.0.0.1");
    served(B, "10.0.0.2");
    served(C, "10.0.0.3");
    now += Duration.ofMinutes(1).toNanos() - 1;
    for (int i = 0; i < 16; i++) {
      served(A);
      served(B);
    }
    served(C);
    now += 1;

    assertThat(connect(NEWCOMER, "10.0.0.4")).contains(new Disconnect(C, DisconnectReason.FULL));
  }

  @Test
  void noAddressKeepsTheOthersOut() {
    served(A, "10.0.0.1");
    served(B, "10.0.0.1");
    served(C, "10.0.0.1");

    assertThat(connect(NEWCOMER, "10.0.0.4")).contains(new Disconnect(A, DisconnectReason.FULL));
    ConnectionId another = new ConnectionId(5);
    assertThat(connect(another, "10.0.0.1"))
        .as("one that has most places takes none from another")
        .containsExactly(new Disconnect(another, DisconnectReason.FULL));
  }

  @Test
  void aPeerOfTheAddressThatHasMostMakesRoomFirst() {
    interested(A, "10.0.0.1");
    interested(B, "10.0.0.2");
    interested(C, "10.0.0.2");

    assertThat(connect(NEWCOMER, "10.0.0.4")).contains(new Disconnect(B, DisconnectReason.FULL));
  }

  @Test
  void aPeerThatAsksAndDoesNotReadMakesRoomThoughBlocksWentToIt() {
    served(A, "10.0.0.1");
    served(B, "10.0.0.2");
    served(C, "10.0.0.3");
    receive(B, REQUEST);
    on(new SessionEvent.Unread(B));

    assertThat(connect(NEWCOMER, "10.0.0.4")).contains(new Disconnect(B, DisconnectReason.FULL));
  }

  @Test
  void threeHundredStrangersDoNotKeepAPeerOutThatWantsSomething() {
    for (int i = 10; i < 310; i++) {
      stranger(new ConnectionId(i), "10.0.0.1");
    }
    now += Eviction.GRACE;
    interested(A, "10.0.0.1");
    for (int i = 310; i < 610; i++) {
      stranger(new ConnectionId(i), "10.0.0.1");
    }

    assertThat(receive(A, REQUEST))
        .contains(new SessionCommand.Serve(A, new BlockRange(0, 0, BLOCK)));
  }

  private void stranger(ConnectionId connection, String address) {
    connect(connection, address);
    receive(connection, HELLO);
    receive(connection, new Have.None());
  }

  private void interested(ConnectionId connection, String address) {
    stranger(connection, address);
    receive(connection, new PeerMessage.Interested());
  }

  private void served(ConnectionId connection, String address) {
    interested(connection, address);
    served(connection);
  }

  private void served(ConnectionId connection) {
    receive(connection, REQUEST);
    on(new SessionEvent.BlockServed(connection, new BlockRange(0, 0, BLOCK)));
  }

  private List<SessionCommand> connect(ConnectionId connection, String address) {
    PeerId peer = PeerId.random(new Random(connection.value()));
    return on(new SessionEvent.Connected(connection, peer, InetAddress.ofLiteral(address), false));
  }

  private List<SessionCommand> receive(ConnectionId connection, PeerMessage message) {
    return on(new SessionEvent.Received(connection, message));
  }

  private List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }
}
