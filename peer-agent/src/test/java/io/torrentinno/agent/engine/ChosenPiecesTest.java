package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Completed;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a session fetches of which a person has chosen some pieces. */
class ChosenPiecesTest {
  private static final int PIECES = 20;
  private static final int PIECE = 64 * 1024;
  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, PIECE, 64, 0, "test");
  private static final ConnectionId SEEDER = new ConnectionId(1);

  private static final SessionCommand LEAVE =
      new SessionCommand.Disconnect(SEEDER, DisconnectReason.REDUNDANT);

  /** Nanoseconds after which a peer is called again. */
  private static final long LATER = 5_000_000_000L;

  private final Random random = new Random(1);
  private TorrentSession session = session(choice(bits(), bits()));

  @Test
  void fetchesNoSkippedPieceAndIsCompleteWithoutThem() {
    session = session(choice(allBut(3, 7, 12), bits()));

    List<SessionCommand> commands = fetchAll(connect());

    assertThat(session.have()).isEqualTo(bits(3, 7, 12));
    assertThat(commands).filteredOn(Completed.class::isInstance).hasSize(1);
    assertThat(commands).contains(send(new PeerMessage.NotInterested()));
    assertThat(session.shortage(0)).isNull();
  }

  @Test
  void isNotInterestedInAPeerThatHasOnlySkippedPieces() {
    session = session(choice(bits(3), bits()));

    assertThat(connect(new Have.Bits(bits(3)))).noneMatch(ChosenPiecesTest::isInterested);
    assertThat(session.on(new SessionEvent.Received(SEEDER, new Have.Piece(4)), 0))
        .contains(send(new PeerMessage.Interested()));
    assertThat(session.shortage(0)).isNotEqualTo(Shortage.NO_PEER_KNOWN);
  }

  @Test
  void fetchesPiecesOfHighPriorityFirst() {
    session = session(choice(bits(0, 1), bits(9, 10, 11)));

    List<SessionCommand> commands = connect();
    List<BlockRange> first = commands.stream().flatMap(ChosenPiecesTest::request).toList();

    assertThat(first.subList(0, 3))
        .extracting(BlockRange::piece)
        .containsExactlyInAnyOrder(9, 10, 11);
    fetchAll(commands);
    assertThat(session.have()).isEqualTo(allBut(0, 1));
  }

  @Test
  void fetchesTheRestWhenThatIsChosenLater() {
    session = session(choice(allBut(3), bits()));
    fetchAll(connect());

    List<SessionCommand> commands = fetchAll(choose(choice(bits(0), bits())));

    assertThat(commands).contains(send(new PeerMessage.Interested()));
    assertThat(commands).filteredOn(Completed.class::isInstance).hasSize(1);
    assertThat(session.have()).isEqualTo(allBut(0));
  }

  @Test
  void isCompleteWhenAllThatIsMissingIsSkipped() {
    session = session(choice(allBut(3, 4), bits()));
    arrive(connect().stream().flatMap(ChosenPiecesTest::request).toList(), 3);

    List<SessionCommand> commands = choose(choice(allBut(3), bits()));

    assertThat(commands).contains(new Completed());
    assertThat(session.have()).isEqualTo(bits(3));
  }

  /** Their files have no final names yet, and nothing else comes that would give them some. */
  @Test
  void isCompleteOnceMoreWhenPiecesThatAreHereAreChosen() {
    session = session(choice(allBut(3, 4), bits()));
    fetchAll(connect());
    choose(choice(allBut(3), bits()));

    List<SessionCommand> commands = choose(choice(allBut(3, 4), bits()));

    assertThat(commands).filteredOn(Completed.class::isInstance).hasSize(1);
  }

  /** The bytes of a piece that was requested are taken; it goes on when it is chosen again. */
  @Test
  void requestsNoMoreOfAStartedPieceThatIsSkipped() {
    int size = 16 * PIECE;
    session = session(choice(allBut(3), bits()), size);
    List<BlockRange> requested = connect().stream().flatMap(ChosenPiecesTest::request).toList();

    choose(choice(allBut(5), bits()));
    List<BlockRange> next = arrive(requested, -1);
    List<BlockRange> again =
        choose(choice(allBut(3), bits())).stream().flatMap(ChosenPiecesTest::request).toList();

    assertThat(requested).isNotEmpty().allMatch(range -> range.piece() == 3);
    assertThat(next).isNotEmpty().allMatch(range -> range.piece() == 5);
    arrive(next, -1);
    assertThat(again).doesNotContainAnyElementsOf(requested);
    assertThat(session.started().get(3)).isTrue();
  }

  @Test
  void fetchesASkippedPieceWhileAProgramReadsIt() {
    session = session(choice(allBut(3), bits()));
    fetchAll(connect());

    List<SessionCommand> commands =
        fetchAll(session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(8, 10))), 0));

    assertThat(session.have()).isEqualTo(bits(3, 8, 9));
    assertThat(commands).contains(send(new PeerMessage.Interested()));
    assertThat(commands).doesNotContain(new Completed());
    assertThat(session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(12, 13))), 0))
        .anyMatch(command -> request(command).anyMatch(range -> range.piece() == 12));
    assertThat(session.on(new SessionEvent.ReadersMoved(List.of()), 0))
        .contains(send(new PeerMessage.NotInterested()));
  }

  @Test
  void isCompleteOnceMoreWhenProgramsHaveReadTheRest() {
    session = session(choice(allBut(3), bits()));
    fetchAll(connect());

    List<SessionCommand> commands =
        fetchAll(session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(0, PIECES))), 0));
    assertThat(commands).doesNotContain(new Completed());
    commands = fetchAll(session.on(new SessionEvent.Received(SEEDER, new Have.Piece(0)), 0));

    assertThat(session.have().isFull()).isTrue();
    assertThat(commands).filteredOn(Completed.class::isInstance).hasSize(1);
  }

  /** Each would keep a place of the other that a peer could use. */
  @Test
  void leavesASeederWhenItNeedsNothingMoreOfIt() {
    session = session(choice(allBut(3, 4), bits()));

    List<SessionCommand> first = connect(new Have.All());
    assertThat(first).doesNotContain(LEAVE);
    assertThat(fetchAll(first)).endsWith(LEAVE);
    assertThat(connect(new Have.All())).contains(LEAVE);
    assertThat(connect(new Have.Bits(allBut(0)))).doesNotContain(LEAVE);
    assertThat(session.on(new SessionEvent.Received(SEEDER, new Have.Piece(0)), 0)).contains(LEAVE);
  }

  @Test
  void leavesASeederWhenTheRestIsSkipped() {
    session = session(choice(allBut(3, 4), bits()));
    arrive(connect(new Have.All()).stream().flatMap(ChosenPiecesTest::request).toList(), 3);

    assertThat(choose(choice(allBut(3), bits()))).contains(LEAVE);
  }

  @Test
  void callsTheSeederAgainWhenMoreIsChosen() {
    session = session(choice(allBut(3), bits()));
    PeerId seeder = PeerId.random(random);
    PeerAddress address = new PeerAddress(InetAddress.getLoopbackAddress(), 7000);
    session.on(
        new SessionEvent.PeersFound(List.of(new SessionEvent.PeersFound.Peer(seeder, address))), 0);
    fetchAll(connect(seeder, new Have.All()));

    assertThat(session.on(new SessionEvent.Tick(), LATER))
        .doesNotContain(new SessionCommand.Connect(seeder, address));
    assertThat(session.on(new SessionEvent.ChoiceChanged(choice(bits(), bits())), LATER))
        .contains(new SessionCommand.Connect(seeder, address));
  }

  @Test
  void keepsASeederWhileAProgramReads() {
    session = session(choice(allBut(3), bits()));
    session.on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(8, 9))), 0);

    assertThat(fetchAll(connect(new Have.All()))).doesNotContain(LEAVE);
    assertThat(session.have()).isEqualTo(bits(3, 8));
    assertThat(session.on(new SessionEvent.ReadersMoved(List.of()), 0)).doesNotContain(LEAVE);
  }

  @Test
  void servesWhatItHas() {
    session = session(choice(allBut(3), bits()));
    fetchAll(connect());
    session.on(new SessionEvent.Received(SEEDER, new PeerMessage.Interested()), 0);
    session.on(new SessionEvent.Tick(), 11_000_000_000L);

    BlockRange range = new BlockRange(3, 0, PIECE);
    assertThat(
            session.on(
                new SessionEvent.Received(SEEDER, new PeerMessage.Request(range)), 11_000_000_000L))
        .contains(new SessionCommand.Serve(SEEDER, range));
  }

  private List<SessionCommand> choose(PieceChoice choice) {
    return List.copyOf(session.on(new SessionEvent.ChoiceChanged(choice), 0));
  }

  /** Lets everything arrive that is requested; gives all commands. */
  private List<SessionCommand> fetchAll(List<SessionCommand> first) {
    List<SessionCommand> all = new ArrayList<>(first);
    for (int next = 0; next < all.size(); next++) {
      for (BlockRange range : request(all.get(next)).toList()) {
        all.addAll(session.on(new SessionEvent.BlockBegins(SEEDER, range), 0));
        all.addAll(session.on(new SessionEvent.BlockArrived(SEEDER, range), 0));
        all.addAll(session.on(new SessionEvent.PieceVerified(range.piece()), 0));
      }
    }
    return all;
  }

  /** Lets blocks arrive, and one piece be verified; gives what is requested then. */
  private List<BlockRange> arrive(List<BlockRange> blocks, int verified) {
    List<BlockRange> next = new ArrayList<>();
    for (BlockRange range : blocks) {
      session.on(new SessionEvent.BlockBegins(SEEDER, range), 0);
      session.on(new SessionEvent.BlockArrived(SEEDER, range), 0).stream()
          .flatMap(ChosenPiecesTest::request)
          .forEach(next::add);
    }
    if (verified >= 0) {
      session.on(new SessionEvent.PieceVerified(verified), 0);
    }
    return next;
  }

  /** The peer lacks one piece, so that it is not left when nothing more of it is needed. */
  private List<SessionCommand> connect() {
    return connect(new Have.Bits(allBut(0)));
  }

  private List<SessionCommand> connect(Have pieces) {
    return connect(PeerId.random(random), pieces);
  }

  private List<SessionCommand> connect(PeerId peer, Have pieces) {
    session.on(new SessionEvent.Connected(SEEDER, peer, InetAddress.getLoopbackAddress(), true), 0);
    session.on(new SessionEvent.Received(SEEDER, HELLO), 0);
    return List.copyOf(session.on(new SessionEvent.Received(SEEDER, pieces), 0));
  }

  private static boolean isInterested(SessionCommand command) {
    return command.equals(send(new PeerMessage.Interested()));
  }

  private static SessionCommand send(PeerMessage message) {
    return new Send(SEEDER, message);
  }

  private static Stream<BlockRange> request(SessionCommand command) {
    return command instanceof Send(_, PeerMessage.Request(var range))
        ? Stream.of(range)
        : Stream.empty();
  }

  private static PieceChoice choice(Bitfield skipped, Bitfield high) {
    return new PieceChoice(skipped, high);
  }

  private static Bitfield bits(int... pieces) {
    Bitfield bits = new Bitfield(PIECES);
    for (int piece : pieces) {
      bits.set(piece);
    }
    return bits;
  }

  private static Bitfield allBut(int... pieces) {
    Bitfield bits = Bitfield.full(PIECES);
    for (int piece : pieces) {
      bits.clear(piece);
    }
    return bits;
  }

  private TorrentSession session(PieceChoice choice) {
    return session(choice, PIECE);
  }

  private TorrentSession session(PieceChoice choice, int size) {
    return new TorrentSession(
        SessionSettings.of(PeerId.random(random), HELLO, 10, SessionSettings.Sharing.DEFAULT),
        new SessionContent(
            PieceLayout.uniform(size, PIECES, size),
            new Bitfield(PIECES),
            HashBook.COMPLETE,
            choice),
        new Random(1),
        0);
  }
}
