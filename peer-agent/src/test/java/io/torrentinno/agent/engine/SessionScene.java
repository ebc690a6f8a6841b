package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.AcceptBlock;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A session of a resource, and a clock that the test sets. */
abstract class SessionScene {
  static final int PIECE = 512 * 1024;
  static final int BLOCK = 256 * 1024;
  static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, BLOCK, 16, 0, "test");
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  static final PeerId SELF = PeerId.random(new Random(1));
  static final PeerId OTHER = PeerId.random(new Random(2));
  static final PeerId TI1_PEER = PeerId.parse("ee".repeat(32));
  static final ConnectionId FIRST = new ConnectionId(1);
  static final ConnectionId SECOND = new ConnectionId(2);

  long now;

  TorrentSession session(Bitfield verified) {
    return session(verified, PIECE);
  }

  TorrentSession session(Bitfield verified, int pieceSize) {
    int[] sizes = new int[verified.size()];
    Arrays.fill(sizes, pieceSize);
    return new TorrentSession(
        SessionSettings.of(SELF, HELLO, 10, SessionSettings.Sharing.DEFAULT),
        new PieceLayout(sizes),
        verified,
        new Random(1),
        now);
  }

  List<SessionCommand> on(TorrentSession session, SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }

  List<SessionCommand> connect(TorrentSession session, ConnectionId id, PeerId peer) {
    return on(session, new SessionEvent.Connected(id, peer, LOOPBACK, true));
  }

  List<SessionCommand> receive(TorrentSession session, ConnectionId id, PeerMessage message) {
    return on(session, new SessionEvent.Received(id, message));
  }

  void ready(TorrentSession session, ConnectionId id, PeerId peer, Bitfield pieces) {
    connect(session, id, peer);
    receive(session, id, HELLO);
    receive(session, id, new Have.Bits(pieces));
  }

  List<SessionCommand> arrive(TorrentSession session, ConnectionId id, BlockRange range) {
    assertThat(on(session, new SessionEvent.BlockBegins(id, range)))
        .contains(new AcceptBlock(id, range));
    return on(session, new SessionEvent.BlockArrived(id, range));
  }

  static List<BlockRange> requests(List<SessionCommand> commands) {
    return commands.stream()
        .map(command -> command instanceof Send(_, PeerMessage.Request(var range)) ? range : null)
        .filter(range -> range != null)
        .toList();
  }
}
