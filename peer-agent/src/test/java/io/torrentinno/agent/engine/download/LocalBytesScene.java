package io.torrentinno.agent.engine.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.AcceptBlock;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionCommand.VerifyPiece;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session whose pieces lie, or partly lie, elsewhere on this machine. */
abstract class LocalBytesScene {
  static final int UNIT = 16 * 1024;
  static final int UNITS = 8;
  static final int PIECE = UNITS * UNIT;
  static final int PIECES = 8;
  static final ConnectionId ONE = new ConnectionId(1);
  static final PeerMessage.Hello HELLO =
      new PeerMessage.Hello(
          Feature.toBits(Set.of(Feature.FAST, Feature.HASHES)), UNIT, 64, 0, "test");

  final Map<Integer, BitSet> local = new HashMap<>();
  long now;

  /** Units of a corrupt piece that are found to be bad when a good copy is here. */
  @Nullable BitSet differing;

  TorrentSession session = session(PIECES);

  void put(int piece, int from, int to) {
    local.put(piece, units(from, to));
    session = session(session.have().size());
  }

  BitSet localUnits(int piece) {
    return (BitSet) local.getOrDefault(piece, new BitSet()).clone();
  }

  static BitSet units(int from, int to) {
    BitSet units = new BitSet();
    units.set(from, to);
    return units;
  }

  static SessionEvent copied(int piece, int from, int to) {
    return new SessionEvent.UnitsCopied(piece, units(from, to));
  }

  List<SessionCommand> tick() {
    return on(new SessionEvent.Tick());
  }

  /** Delivers all that is requested, which is good; returns what was requested. */
  List<BlockRange> fetch(ConnectionId peer, List<SessionCommand> first) {
    List<BlockRange> requested = new ArrayList<>(requests(first));
    for (int i = 0; i < requested.size(); i++) {
      BlockRange range = requested.get(i);
      assertThat(on(new SessionEvent.BlockBegins(peer, range)))
          .contains(new AcceptBlock(peer, range));
      List<SessionCommand> commands = on(new SessionEvent.BlockArrived(peer, range));
      requested.addAll(requests(commands));
      if (commands.contains(new VerifyPiece(range.piece()))) {
        if (differing != null) {
          on(new SessionEvent.BlocksDiffered(range.piece(), differing));
        }
        requested.addAll(requests(on(new SessionEvent.PieceVerified(range.piece()))));
      }
    }
    return requested;
  }

  List<SessionCommand> seeder(ConnectionId id) {
    on(new SessionEvent.Connected(id, idOf(id), InetAddress.getLoopbackAddress(), false));
    receive(id, HELLO);
    return receive(id, new Have.All());
  }

  List<SessionCommand> receive(ConnectionId id, PeerMessage message) {
    return on(new SessionEvent.Received(id, message));
  }

  static PeerId idOf(ConnectionId id) {
    return PeerId.random(new Random(id.value()));
  }

  List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }

  static List<BlockRange> requests(List<SessionCommand> commands) {
    return commands.stream()
        .filter(Send.class::isInstance)
        .map(command -> ((Send) command).message())
        .filter(PeerMessage.Request.class::isInstance)
        .map(message -> ((PeerMessage.Request) message).range())
        .toList();
  }

  TorrentSession session(int pieces) {
    return session(pieces, PIECE, this::localUnits);
  }

  TorrentSession session(int pieces, int pieceSize, LocalBytes bytes) {
    int[] sizes = new int[pieces];
    Arrays.fill(sizes, pieceSize);
    return session(
        new SessionContent(
            new PieceLayout(sizes),
            new Bitfield(pieces),
            HashBook.COMPLETE,
            PieceChoice.all(pieces),
            bytes));
  }

  TorrentSession session(SessionContent content) {
    return new TorrentSession(
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 50, Sharing.DEFAULT),
        content,
        new Random(1),
        now);
  }
}
