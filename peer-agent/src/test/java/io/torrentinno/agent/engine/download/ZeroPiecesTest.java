package io.torrentinno.agent.engine.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Completed;
import io.torrentinno.agent.engine.model.SessionCommand.MakeZeros;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a session does with pieces that have nothing but zeros: here, all but the first. */
class ZeroPiecesTest {
  private static final int PIECES = 200;
  private static final int PIECE = 64 * 1024;
  private static final int AT_A_TIME = 64;
  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, PIECE, 64, 0, "test");
  private static final ConnectionId SEEDER = new ConnectionId(1);

  @Test
  void makesThemAndFetchesTheOthers() {
    TorrentSession session = session(new Bitfield(PIECES));
    List<SessionCommand> first = tick(session);
    assertThat(first).hasSize(AT_A_TIME).allMatch(MakeZeros.class::isInstance);
    assertThat(connect(session)).containsExactly(0);
    session.on(new SessionEvent.PieceVerified(0), 0);

    boolean completed = false;
    for (int piece = 1; piece < PIECES; piece++) {
      assertThat(completed).isFalse();
      List<SessionCommand> next = session.on(new SessionEvent.PieceVerified(piece), 0);
      completed = next.contains(new Completed());
      assertThat(next.contains(new MakeZeros(piece + AT_A_TIME)))
          .isEqualTo(piece + AT_A_TIME < PIECES);
    }

    assertThat(completed).isTrue();
  }

  @Test
  void makesNoneThatAreSkippedUntilTheyAreChosen() {
    Bitfield skipped = Bitfield.full(PIECES);
    skipped.clear(0);
    TorrentSession session = session(skipped);

    assertThat(tick(session)).isEmpty();

    assertThat(
            session.on(new SessionEvent.ChoiceChanged(PieceChoice.all(PIECES)), 0).stream()
                .filter(MakeZeros.class::isInstance))
        .hasSize(AT_A_TIME);
  }

  @Test
  void makesNoneThatWaitAndAreSkipped() {
    TorrentSession session = session(new Bitfield(PIECES));
    tick(session);
    Bitfield skipped = Bitfield.full(PIECES);
    skipped.clear(150);
    session.on(new SessionEvent.ChoiceChanged(new PieceChoice(skipped, new Bitfield(PIECES))), 0);

    assertThat(session.on(new SessionEvent.PieceVerified(1), 0))
        .containsOnlyOnce(new MakeZeros(150));
    assertThat(session.on(new SessionEvent.ChoiceChanged(PieceChoice.all(PIECES)), 0)).isEmpty();
    assertThat(session.on(new SessionEvent.PieceVerified(2), 0))
        .hasSize(1)
        .allMatch(MakeZeros.class::isInstance);
  }

  private static List<SessionCommand> tick(TorrentSession session) {
    return session.on(new SessionEvent.Tick(), 0).stream()
        .filter(command -> !(command instanceof SessionCommand.SeekPeers))
        .toList();
  }

  /** The pieces that a new seeder is asked for. */
  private static List<Integer> connect(TorrentSession session) {
    PeerId peer = PeerId.random(new Random(3));
    session.on(new SessionEvent.Connected(SEEDER, peer, InetAddress.getLoopbackAddress(), true), 0);
    session.on(new SessionEvent.Received(SEEDER, HELLO), 0);
    return session.on(new SessionEvent.Received(SEEDER, new Have.All()), 0).stream()
        .filter(command -> command instanceof Send(_, PeerMessage.Request _))
        .map(command -> ((PeerMessage.Request) ((Send) command).message()).range().piece())
        .toList();
  }

  private static TorrentSession session(Bitfield skipped) {
    return new TorrentSession(
        SessionSettings.of(
            PeerId.random(new Random(9)), HELLO, 10, SessionSettings.Sharing.DEFAULT),
        new SessionContent(
            PieceLayout.uniform(PIECE, PIECES, PIECE),
            new Bitfield(PIECES),
            HashBook.COMPLETE,
            new PieceChoice(skipped, new Bitfield(PIECES)),
            LocalBytes.NONE,
            piece -> piece > 0),
        new Random(1),
        0);
  }
}
