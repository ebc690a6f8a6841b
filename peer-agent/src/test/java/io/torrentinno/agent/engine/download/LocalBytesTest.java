package io.torrentinno.agent.engine.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.Layers;
import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.AcceptBlock;
import io.torrentinno.agent.engine.model.SessionCommand.CopyUnits;
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
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a session does with pieces that lie, or partly lie, elsewhere on this machine. */
class LocalBytesTest {
  private static final int UNIT = 16 * 1024;
  private static final int UNITS = 8;
  private static final int PIECE = UNITS * UNIT;
  private static final int PIECES = 8;
  private static final ConnectionId ONE = new ConnectionId(1);
  private static final ConnectionId TWO = new ConnectionId(2);
  private static final PeerMessage.Hello HELLO =
      new PeerMessage.Hello(
          Feature.toBits(Set.of(Feature.FAST, Feature.HASHES)), UNIT, 64, 0, "test");

  private final Map<Integer, BitSet> local = new HashMap<>();
  private long now;

  /** Units of a corrupt piece that are found to be bad when a good copy is here. */
  private @Nullable BitSet differing;

  private TorrentSession session = session(PIECES);

  @Test
  void copiesAWholePieceWithoutAnyPeer() {
    put(3, 0, UNITS);

    assertThat(tick()).containsExactly(new CopyUnits(3, units(0, UNITS)));
    assertThat(on(copied(3, 0, UNITS))).containsExactly(new VerifyPiece(3));
    on(new SessionEvent.PieceVerified(3));
    assertThat(session.have().get(3)).isTrue();
  }

  @Test
  void asksNoPeerForAPieceThatIsToBeCopied() {
    put(3, 0, UNITS);

    List<BlockRange> requested = fetch(ONE, seeder(ONE));

    assertThat(requested)
        .extracting(BlockRange::piece)
        .contains(0, 1, 2, 4, 5, 6, 7)
        .doesNotContain(3);
  }

  @Test
  void copiesNoPieceThatIsSkipped() {
    put(3, 0, UNITS);

    assertThat(skip(3)).doesNotHaveAnyElementsOfTypes(CopyUnits.class);
    assertThat(tick()).doesNotHaveAnyElementsOfTypes(CopyUnits.class);
  }

  @Test
  void copiesASkippedPieceWhenItIsChosenAgain() {
    put(3, 0, UNITS);
    skip(3);

    assertThat(skip()).contains(new CopyUnits(3, units(0, UNITS)));
  }

  @Test
  void copiesFewPiecesAtATime() {
    session = session(300);
    for (int piece = 0; piece < 300; piece++) {
      put(piece, 0, UNITS);
    }

    List<SessionCommand> first = tick();
    List<SessionCommand> second = on(copied(0, 0, UNITS));

    assertThat(first).hasSize(64); // 8 MiB
    assertThat(tick()).isEmpty();
    assertThat(second).containsExactly(new VerifyPiece(0), new CopyUnits(64, units(0, UNITS)));
  }

  @Test
  void looksOnlyAtPiecesThatAreToBeFetched() {
    List<Integer> asked = new ArrayList<>();
    Bitfield skipped = Bitfield.full(PIECES);
    skipped.clear(2);

    session =
        session(
            new SessionContent(
                new PieceLayout(new int[] {PIECE, PIECE, PIECE, PIECE, PIECE, PIECE, PIECE, PIECE}),
                new Bitfield(PIECES),
                HashBook.COMPLETE,
                new PieceChoice(skipped, new Bitfield(PIECES)),
                piece -> {
                  asked.add(piece);
                  return new BitSet();
                }));

    assertThat(asked).containsExactly(2);
  }

  @Test
  void copiesFirstWhatAProgramReadsAndThenWhatHasHighPriority() {
    session = session(300);
    for (int piece = 0; piece < 300; piece++) {
      put(piece, 0, UNITS);
    }
    tick();
    Bitfield high = new Bitfield(300);
    high.set(150);
    on(new SessionEvent.ChoiceChanged(new PieceChoice(new Bitfield(300), high)));
    on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(200, 201))));

    assertThat(on(copied(0, 0, UNITS))).contains(new CopyUnits(200, units(0, UNITS)));
    assertThat(on(copied(1, 0, UNITS))).contains(new CopyUnits(150, units(0, UNITS)));
    assertThat(on(copied(2, 0, UNITS))).contains(new CopyUnits(64, units(0, UNITS)));
  }

  @Test
  void asksPeersForTheRestOfAPieceAlone() {
    session = session(1);
    put(0, 2, 6);

    List<SessionCommand> commands = seeder(ONE);

    assertThat(commands).contains(new CopyUnits(0, units(2, 6)));
    assertThat(fetch(ONE, commands)).containsExactly(unit(0), unit(1), unit(6), unit(7));
    assertThat(session.have().isEmpty()).isTrue();
    assertThat(on(copied(0, 2, 6))).containsExactly(new VerifyPiece(0));
  }

  @Test
  void asksPeersForUnitsThatCouldNotBeCopied() {
    session = session(1);
    put(0, 2, 6);
    fetch(ONE, seeder(ONE));

    assertThat(fetch(ONE, on(copied(0, 2, 4)))).containsExactly(unit(4), unit(5));
    assertThat(session.have().isFull()).isTrue();
  }

  @Test
  void asksPeersForAPieceOfWhichNothingCouldBeCopied() {
    put(3, 0, UNITS);
    tick();
    on(copied(3, 0, 0));

    assertThat(tick()).isEmpty();
    assertThat(fetch(ONE, seeder(ONE))).extracting(BlockRange::piece).contains(3);
    assertThat(session.have().isFull()).isTrue();
  }

  @Test
  void fetchesAllOfAPieceThatFailsWithCopiesInItAndBansNobody() {
    session = session(1);
    put(0, 2, 6);
    fetch(ONE, seeder(ONE));
    on(copied(0, 2, 6));

    List<SessionCommand> commands = on(new SessionEvent.PieceCorrupt(0, true));

    assertThat(commands).noneMatch(CopyUnits.class::isInstance);
    differing = units(2, 6);
    assertThat(fetch(ONE, commands)).hasSize(UNITS);
    assertThat(session.bans(now)).isEmpty();
    assertThat(session.have().isFull()).isTrue();
  }

  @Test
  void bansWhoSentABadUnitIntoAPieceWithCopies() {
    session = session(1);
    put(0, 2, 8);
    fetch(ONE, seeder(ONE));
    on(copied(0, 2, 8));
    on(new SessionEvent.PieceCorrupt(0, true));
    on(new SessionEvent.Disconnected(ONE));
    differing = units(1, 2);

    fetch(TWO, seeder(TWO));

    assertThat(session.bans(now)).extracting(ban -> ban.peer()).containsExactly(idOf(ONE));
  }

  @Test
  void copiesWhatIsFoundLater() {
    tick();
    put(5, 0, UNITS);

    assertThat(on(new SessionEvent.LocalBytesFound()))
        .containsExactly(new CopyUnits(5, units(0, UNITS)));
  }

  @Test
  void looksAtFewPiecesInATurnAndAsksNoPeerBeforeItHasSeenAll() {
    int count = 2500;
    List<Integer> asked = new ArrayList<>();
    int[] sizes = new int[count];
    Arrays.fill(sizes, PIECE);
    session =
        session(
            new SessionContent(
                new PieceLayout(sizes),
                new Bitfield(count),
                HashBook.COMPLETE,
                PieceChoice.all(count),
                piece -> {
                  asked.add(piece);
                  return new BitSet();
                }));
    assertThat(asked).hasSize(1024);

    assertThat(tick()).containsExactly(new SessionCommand.LookOn());
    assertThat(requests(seeder(ONE))).isEmpty();
    assertThat(on(new SessionEvent.LookedOn())).contains(new SessionCommand.LookOn());
    assertThat(asked).hasSize(2048);
    List<SessionCommand> last = on(new SessionEvent.LookedOn());

    assertThat(asked).startsWith(0, 1).contains(count - 1);
    assertThat(last).doesNotContain(new SessionCommand.LookOn());
    assertThat(requests(last)).isNotEmpty();
  }

  /** Hints may have a run for each unit. */
  @Test
  void looksAtFewerPiecesInATurnWhenTheyHaveManyHintedUnits() {
    int count = 1000;
    Set<Integer> asked = new HashSet<>();
    int[] sizes = new int[count];
    Arrays.fill(sizes, 64 * UNIT);
    LocalBytes hinted =
        new LocalBytes() {
          @Override
          public BitSet units(int piece) {
            asked.add(piece);
            return new BitSet();
          }

          @Override
          public boolean isHinted(int piece) {
            return true;
          }
        };

    session =
        session(
            new SessionContent(
                new PieceLayout(sizes),
                new Bitfield(count),
                HashBook.COMPLETE,
                PieceChoice.all(count),
                hinted));

    assertThat(asked).hasSize(128);
  }

  @Test
  void copiesAPieceOnceItsHashIsKnown() {
    Layers layers = new Layers(3);
    for (int piece = 0; piece < 3; piece++) {
      local.put(piece, units(0, Layers.PIECE / UNIT));
    }
    session =
        session(
            new SessionContent(
                layers.layout(),
                new Bitfield(3),
                layers.none(),
                PieceChoice.all(3),
                this::localUnits));
    assertThat(tick()).isEmpty();
    seeder(ONE);

    List<SessionCommand> commands =
        receive(
            ONE,
            new Hashes(
                layers.range(0), Objects.requireNonNull(layers.all().prove(layers.range(0)))));
    commands = Stream.concat(commands.stream(), tick().stream()).toList();

    assertThat(commands).filteredOn(CopyUnits.class::isInstance).hasSize(3);
    assertThat(requests(commands)).isEmpty();
  }

  private void put(int piece, int from, int to) {
    local.put(piece, units(from, to));
    session = session(session.have().size());
  }

  private BitSet localUnits(int piece) {
    return (BitSet) local.getOrDefault(piece, new BitSet()).clone();
  }

  private static BitSet units(int from, int to) {
    BitSet units = new BitSet();
    units.set(from, to);
    return units;
  }

  private static BlockRange unit(int unit) {
    return new BlockRange(0, unit * UNIT, UNIT);
  }

  private static SessionEvent copied(int piece, int from, int to) {
    return new SessionEvent.UnitsCopied(piece, units(from, to));
  }

  private List<SessionCommand> tick() {
    return on(new SessionEvent.Tick());
  }

  /** Delivers all that is requested, which is good; returns what was requested. */
  private List<BlockRange> fetch(ConnectionId peer, List<SessionCommand> first) {
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

  private List<SessionCommand> skip(int... pieces) {
    Bitfield skipped = new Bitfield(PIECES);
    Arrays.stream(pieces).forEach(skipped::set);
    return on(new SessionEvent.ChoiceChanged(new PieceChoice(skipped, new Bitfield(PIECES))));
  }

  private List<SessionCommand> seeder(ConnectionId id) {
    on(new SessionEvent.Connected(id, idOf(id), InetAddress.getLoopbackAddress(), false));
    receive(id, HELLO);
    return receive(id, new Have.All());
  }

  private List<SessionCommand> receive(ConnectionId id, PeerMessage message) {
    return on(new SessionEvent.Received(id, message));
  }

  private static PeerId idOf(ConnectionId id) {
    return PeerId.random(new Random(id.value()));
  }

  private List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }

  private static List<BlockRange> requests(List<SessionCommand> commands) {
    return commands.stream()
        .filter(Send.class::isInstance)
        .map(command -> ((Send) command).message())
        .filter(PeerMessage.Request.class::isInstance)
        .map(message -> ((PeerMessage.Request) message).range())
        .toList();
  }

  private TorrentSession session(int pieces) {
    int[] sizes = new int[pieces];
    Arrays.fill(sizes, PIECE);
    return session(
        new SessionContent(
            new PieceLayout(sizes),
            new Bitfield(pieces),
            HashBook.COMPLETE,
            PieceChoice.all(pieces),
            this::localUnits));
  }

  private TorrentSession session(SessionContent content) {
    return new TorrentSession(
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 50, Sharing.DEFAULT),
        content,
        new Random(1),
        now);
  }
}
