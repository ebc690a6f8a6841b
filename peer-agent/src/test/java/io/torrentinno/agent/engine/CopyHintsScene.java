package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A session whose agent has a previous version, and peers with copy hints. */
abstract class CopyHintsScene {
  static final int PIECE = 128 * 1024;
  static final ConnectionId ONE = new ConnectionId(1);
  static final ConnectionId TWO = new ConnectionId(2);
  static final PeerMessage.Hello HELLO = hello(Set.of(Feature.FAST, Feature.COPY_HINTS));
  static final PeerMessage.Hello WITHOUT = hello(Set.of(Feature.FAST));

  final BitSet local = new BitSet();
  boolean wanted = true;
  long now;
  TorrentSession session = session();

  static PeerMessage.Hello hello(Set<Feature> features) {
    return new PeerMessage.Hello(Feature.toBits(features), 256 * 1024, 64, 0, "test");
  }

  static HintsPart part(int total, int begin, int length) {
    return new HintsPart(total, begin, Bytes.copyOf(new byte[length]));
  }

  List<SessionCommand> seeder(ConnectionId id, PeerMessage.Hello hello) {
    return seeder(id, hello, PeerId.random(new Random(id.value())), "127.0.0.1");
  }

  List<SessionCommand> seeder(
      ConnectionId id, PeerMessage.Hello hello, PeerId peer, String address) {
    on(new SessionEvent.Connected(id, peer, InetAddress.ofLiteral(address), false));
    List<SessionCommand> greeted = receive(id, hello);
    List<SessionCommand> told = receive(id, new Have.All());
    return Stream.concat(greeted.stream(), told.stream()).toList();
  }

  List<SessionCommand> receive(ConnectionId id, PeerMessage message) {
    return on(new SessionEvent.Received(id, message));
  }

  List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }

  static <T extends PeerMessage> List<T> sent(List<SessionCommand> commands, Class<T> type) {
    return commands.stream()
        .filter(Send.class::isInstance)
        .map(command -> ((Send) command).message())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  TorrentSession session() {
    return session(1);
  }

  TorrentSession session(int pieces) {
    int[] sizes = new int[pieces];
    Arrays.fill(sizes, PIECE);
    LocalBytes bytes =
        new LocalBytes() {
          @Override
          public BitSet units(int piece) {
            return (BitSet) local.clone();
          }

          @Override
          public boolean isHinted(int piece) {
            return !local.isEmpty();
          }

          @Override
          public void dropHints() {
            local.clear();
          }

          @Override
          public boolean wantsHints() {
            return wanted;
          }
        };
    return new TorrentSession(
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 50, Sharing.DEFAULT),
        new SessionContent(
            new PieceLayout(sizes),
            new Bitfield(pieces),
            HashBook.COMPLETE,
            PieceChoice.all(pieces),
            bytes),
        new Random(1),
        now);
  }
}
