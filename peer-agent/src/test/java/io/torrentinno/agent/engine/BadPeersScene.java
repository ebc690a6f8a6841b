package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A session, and peers that send it blocks and messages. */
abstract class BadPeersScene {
  static final int BLOCK = 256 * 1024;
  static final int PIECE = 2 * BLOCK;
  static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, BLOCK, 16, 0, "test");
  static final ConnectionId ONE = new ConnectionId(1);
  static final ConnectionId TWO = new ConnectionId(2);

  long now;
  TorrentSession session = session(new Bitfield(8));

  static TorrentSession session(Bitfield have) {
    int[] sizes = new int[8];
    Arrays.fill(sizes, PIECE);
    return session(have, sizes);
  }

  static TorrentSession session(Bitfield have, int[] sizes) {
    return new TorrentSession(
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 50, Sharing.DEFAULT),
        new PieceLayout(sizes),
        have,
        new Random(1),
        0);
  }

  static PeerId idOf(ConnectionId connection) {
    return PeerId.random(new Random(connection.value()));
  }

  List<SessionCommand> seeder(ConnectionId connection) {
    connect(connection, idOf(connection));
    receive(connection, HELLO);
    return receive(connection, new Have.All());
  }

  List<SessionCommand> connect(ConnectionId connection, PeerId peer) {
    return on(
        new SessionEvent.Connected(connection, peer, InetAddress.getLoopbackAddress(), false));
  }

  List<SessionCommand> receive(ConnectionId connection, PeerMessage message) {
    return on(new SessionEvent.Received(connection, message));
  }

  List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }
}
