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
import java.util.Objects;
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

  @Test
  void cancelsAtASlowPeerWhatItWouldSendBeforeThePieceThatAProgramWaitsFor() {
    List<BlockRange> owed = ready(FIRST);

    List<SessionCommand> commands = moved(session, 2000, new PieceSpan(60, 63));

    assertThat(owed).hasSize(4);
    assertThat(cancelled(commands)).isEqualTo(owed);
    assertThat(requested(commands)).hasSize(4).allMatch(range -> range.piece() == 60);
  }

  /** The peer had begun to send it. */
  @Test
  void takesACancelledBlockThatArrivesAllTheSame() {
    BlockRange block = ready(FIRST).getFirst();
    moved(session, 2000, new PieceSpan(60, 63));

    assertThat(session.on(new SessionEvent.BlockBegins(FIRST, block), 1))
        .contains(new SessionCommand.AcceptBlock(FIRST, block));
  }

  /** Asked earlier, it could not say which of the two requests it answers. */
  @Test
  void asksAgainForACancelledBlockWhenThePeerHasAnsweredAll() {
    TorrentSession session = session(BLOCK);
    List<BlockRange> owed = ready(session, FIRST);
    List<BlockRange> read = requested(moved(session, 2000, new PieceSpan(60, 61)));
    assertThat(read).hasSize(1);

    assertThat(arrive(session, FIRST, read, 2100)).isEmpty();
    assertThat(requested(reject(session, owed.subList(0, 3), 2100))).isEmpty();
    assertThat(requested(reject(session, owed.subList(3, 4), 2100))).containsAnyElementsOf(owed);
  }

  @Test
  void cancelsNothingThatAFastPeerSendsSoon() {
    List<BlockRange> owed = arrive(session, FIRST, ready(FIRST), 40);
    assertThat(owed).isNotEmpty();

    assertThat(cancelled(moved(session, 41, new PieceSpan(60, 63)))).isEmpty();
  }

  @Test
  void cancelsNothingOfAPieceThatAProgramWaitsFor() {
    int started = ready(FIRST).getFirst().piece();

    assertThat(cancelled(moved(session, 2000, new PieceSpan(started, started + 1)))).isEmpty();
  }

  /** The program comes to the others later. */
  @Test
  void cancelsWhatWasRequestedBeforeThePieceThatAProgramWaitsForAlsoWhenItComesToIt() {
    TorrentSession session = session(BLOCK);
    List<BlockRange> owed = ready(session, FIRST);

    List<SessionCommand> commands = moved(session, 2000, new PieceSpan(0, PIECES));

    assertThat(owed).noneMatch(range -> range.piece() == 0);
    assertThat(cancelled(commands)).isEqualTo(owed);
    assertThat(requested(commands)).extracting(BlockRange::piece).containsExactly(0);
  }

  /** Pieces are requested in the order in which it reads them. */
  @Test
  void cancelsNothingWhileAProgramReadsOn() {
    TorrentSession session = session(BLOCK);
    session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(0, PIECES))), 0);
    List<BlockRange> requested = new ArrayList<>(ready(session, FIRST));
    for (int piece = 0; piece < 20; piece++) {
      assertThat(requested.get(piece).piece()).isEqualTo(piece);
      requested.addAll(arrive(session, FIRST, requested.subList(piece, piece + 1), 2000L * piece));
      List<SessionCommand> next =
          moved(session, 2000L * piece + 1, new PieceSpan(piece + 1, PIECES));
      assertThat(cancelled(next)).isEmpty();
      requested.addAll(requested(next));
    }
  }

  @Test
  void cancelsNothingAtAPeerWithoutThePieceThatAProgramWaitsFor() {
    Bitfield first = new Bitfield(PIECES);
    first.set(0);
    assertThat(ready(session, FIRST, new Have.Bits(first))).isNotEmpty();

    assertThat(cancelled(moved(session, 2000, new PieceSpan(60, 63)))).isEmpty();
  }

  /** A peer bans for a thousand cancelled requests. */
  @Test
  void cancelsSeldomForAProgramThatJumps() {
    TorrentSession session = session(16 << 10, 8_000);
    ready(session, FIRST);
    int cancelled = 0;
    for (int jump = 0; jump < 400; jump++) {
      int piece = 20 * jump;
      List<BlockRange> ranges =
          cancelled(moved(session, 10L * jump, new PieceSpan(piece, piece + 2)));
      reject(session, ranges, 10L * jump);
      cancelled += ranges.size();
    }

    assertThat(cancelled).isBetween(3 * 50, 4 * 64);
  }

  private static List<SessionCommand> moved(
      TorrentSession session, long millis, PieceSpan... spans) {
    return List.copyOf(
        session.on(
            new SessionEvent.ReadersMoved(List.of(spans)), TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private static List<SessionCommand> reject(
      TorrentSession session, List<BlockRange> ranges, long millis) {
    List<SessionCommand> next = new ArrayList<>();
    for (BlockRange range : ranges) {
      next.addAll(
          session.on(
              new SessionEvent.Received(FIRST, new PeerMessage.Reject(range)),
              TimeUnit.MILLISECONDS.toNanos(millis)));
    }
    return next;
  }

  private static List<BlockRange> requested(List<SessionCommand> commands) {
    return commands.stream().flatMap(ReadersTest::request).toList();
  }

  private static List<BlockRange> cancelled(List<SessionCommand> commands) {
    return commands.stream()
        .map(command -> command instanceof Send(_, PeerMessage.Cancel(var range)) ? range : null)
        .filter(Objects::nonNull)
        .toList();
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
    return ready(session, id, new Have.All());
  }

  private static List<BlockRange> ready(TorrentSession session, ConnectionId id, Have pieces) {
    PeerId peer = PeerId.random(new Random(id.hashCode()));
    session.on(new SessionEvent.Connected(id, peer, InetAddress.getLoopbackAddress(), true), 0);
    session.on(new SessionEvent.Received(id, HELLO), 0);
    return requested(List.copyOf(session.on(new SessionEvent.Received(id, pieces), 0)));
  }

  private static Stream<BlockRange> request(SessionCommand command) {
    return command instanceof Send(_, PeerMessage.Request(var range))
        ? Stream.of(range)
        : Stream.empty();
  }

  private static TorrentSession session(int piece) {
    return session(piece, PIECES);
  }

  private static TorrentSession session(int piece, int pieces) {
    return new TorrentSession(
        SessionSettings.of(
            PeerId.random(new Random(9)), HELLO, 10, SessionSettings.Sharing.DEFAULT),
        PieceLayout.uniform(piece, pieces, piece),
        new Bitfield(pieces),
        new Random(1),
        0);
  }
}
