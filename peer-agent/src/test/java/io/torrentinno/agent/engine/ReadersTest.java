package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceOrder;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a session asks for while programs read the resource. */
class ReadersTest {
  private static final int PIECES = 100;
  private static final int BLOCK = 256 * 1024;

  /** A piece has more blocks than a new peer is asked for. */
  private static final int PIECE = 64 * BLOCK;

  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, BLOCK, 64, 0, "test");
  private static final ConnectionId FIRST = new ConnectionId(1);
  private static final ConnectionId SECOND = new ConnectionId(2);
  private static final ConnectionId THIRD = new ConnectionId(3);

  private final TorrentSession session = session(PIECE);

  @Test
  void asksFirstForThePieceThatAProgramWaitsFor() {
    readersAt(new PieceSpan(60, 63));

    assertThat(ready(FIRST)).isNotEmpty().allMatch(range -> range.piece() == 60);
  }

  @Test
  void asksThenForThePiecesThatTheProgramComesTo() {
    TorrentSession small = session(BLOCK);
    small.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(60, 63))), 0);

    assertThat(ready(small, FIRST)).extracting(BlockRange::piece).startsWith(60, 61, 62);
  }

  @Test
  void asksEveryPeerForThePieceThatAProgramWaitsFor() {
    List<BlockRange> ofFirst = ready(FIRST);
    int started = ofFirst.getFirst().piece();

    readersAt(new PieceSpan(started, started + 1));

    assertThat(ready(SECOND))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(ofFirst)
        .allMatch(range -> range.piece() == started);
  }

  @Test
  void leavesAPieceThatTheProgramComesToToOnePeer() {
    readersAt(new PieceSpan(60, 63));
    List<BlockRange> ofFirst = ready(FIRST);
    readersAt(new PieceSpan(59, 63));

    assertThat(ready(SECOND)).isNotEmpty().noneMatch(range -> range.piece() == 60);
    assertThat(ofFirst).isNotEmpty().allMatch(range -> range.piece() == 60);
  }

  /** The piece has as many blocks as a new peer is asked for. */
  @Test
  void asksAFastPeerForWhatASlowOneOwesOfThePieceThatAProgramWaitsFor() {
    TorrentSession session = session(4 * BLOCK);
    session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(60, 63))), 0);
    List<BlockRange> owed = ready(session, FIRST);
    List<BlockRange> ofFast = ready(session, SECOND);
    assertThat(owed).hasSize(4).allMatch(range -> range.piece() == 60);
    assertThat(ofFast).doesNotContainAnyElementsOf(owed);

    assertThat(arrive(session, SECOND, ofFast.subList(0, 1), 900))
        .doesNotContainAnyElementsOf(owed);
    assertThat(arrive(session, SECOND, ofFast.subList(1, 4), 1100))
        .containsAll(owed)
        .doesNotHaveDuplicates();
  }

  @Test
  void asksOnlyOneFastPeerForWhatASlowOneOwes() {
    TorrentSession session = session(4 * BLOCK);
    session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(60, 63))), 0);
    List<BlockRange> owed = ready(session, FIRST);
    List<BlockRange> ofSecond = ready(session, SECOND);
    List<BlockRange> ofThird = ready(session, THIRD);

    assertThat(arrive(session, SECOND, ofSecond, 1100)).containsAll(owed);
    assertThat(arrive(session, THIRD, ofThird, 1100))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(owed);
  }

  /** The slow peer has choked, so what it owes is requested from the second peer alone. */
  @Test
  void asksNoFastPeerForWhatAnotherHasTakenOver() {
    TorrentSession session = session(4 * BLOCK);
    session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(60, 63))), 0);
    List<BlockRange> owed = ready(session, FIRST);
    List<BlockRange> ofSecond = ready(session, SECOND);
    List<BlockRange> ofThird = ready(session, THIRD);
    session.on(new SessionEvent.Received(FIRST, new PeerMessage.Choke()), 0);

    assertThat(arrive(session, SECOND, ofSecond, 1100)).containsAll(owed);
    assertThat(arrive(session, THIRD, ofThird, 1100))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(owed);
  }

  /** Blocks of a peer; gives what that is asked for next. */
  private static List<BlockRange> arrive(
      TorrentSession session, ConnectionId from, List<BlockRange> blocks, long millis) {
    long now = TimeUnit.MILLISECONDS.toNanos(millis);
    List<BlockRange> next = new ArrayList<>();
    for (BlockRange range : blocks) {
      session.on(new SessionEvent.BlockBegins(from, range), now);
      session.on(new SessionEvent.BlockArrived(from, range), now).stream()
          .flatMap(ReadersTest::request)
          .forEach(next::add);
    }
    return next;
  }

  @Test
  void goesBackToTheUsualOrderWhenNoProgramReads() {
    session.on(new SessionEvent.OrderChanged(PieceOrder.SEQUENTIAL), 0);
    readersAt(new PieceSpan(60, 63));
    readersAt();

    assertThat(ready(FIRST)).isNotEmpty().allMatch(range -> range.piece() == 0);
  }

  private void readersAt(PieceSpan... spans) {
    session.on(new SessionEvent.ReadersMoved(List.of(spans)), 0);
  }

  private List<BlockRange> ready(ConnectionId id) {
    return ready(session, id);
  }

  private static List<BlockRange> ready(TorrentSession session, ConnectionId id) {
    PeerId peer = PeerId.random(new Random(id.hashCode()));
    session.on(new SessionEvent.Connected(id, peer, InetAddress.getLoopbackAddress(), true), 0);
    session.on(new SessionEvent.Received(id, HELLO), 0);
    return session.on(new SessionEvent.Received(id, new Have.All()), 0).stream()
        .flatMap(ReadersTest::request)
        .toList();
  }

  private static Stream<BlockRange> request(SessionCommand command) {
    return command instanceof Send(_, PeerMessage.Request(var range))
        ? Stream.of(range)
        : Stream.empty();
  }

  private static TorrentSession session(int piece) {
    return new TorrentSession(
        SessionSettings.of(
            PeerId.random(new Random(9)), HELLO, 10, SessionSettings.Sharing.DEFAULT),
        PieceLayout.uniform(piece, PIECES, piece),
        new Bitfield(PIECES),
        new Random(1),
        0);
  }
}
