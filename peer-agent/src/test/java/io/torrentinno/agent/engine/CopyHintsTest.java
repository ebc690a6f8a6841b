package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.CopyUnits;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionCommand.SendHints;
import io.torrentinno.agent.engine.model.SessionCommand.TakeHints;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.HintMessage.HintsRequest;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a session comes by copy hints, and passes them on. */
class CopyHintsTest {
  private static final int PIECE = 128 * 1024;
  private static final ConnectionId ONE = new ConnectionId(1);
  private static final ConnectionId TWO = new ConnectionId(2);
  private static final PeerMessage.Hello HELLO = hello(Set.of(Feature.FAST, Feature.COPY_HINTS));
  private static final PeerMessage.Hello WITHOUT = hello(Set.of(Feature.FAST));

  private final BitSet local = new BitSet();
  private boolean wanted = true;
  private long now;
  private TorrentSession session = session();

  @Test
  void asksForHintsFirstAndThenForPieces() {
    List<SessionCommand> first = seeder(ONE, HELLO);
    assertThat(sent(first, PeerMessage.Request.class)).isEmpty();
    assertThat(sent(first, HintsRequest.class)).containsExactly(new HintsRequest(0, 65_536));

    HintsPart part = part(70_000, 0, 65_536);
    List<SessionCommand> second = receive(ONE, part);
    assertThat(second).contains(new TakeHints(part));
    assertThat(sent(second, HintsRequest.class)).containsExactly(new HintsRequest(65_536, 65_536));

    List<SessionCommand> third = receive(ONE, part(70_000, 65_536, 4_464));
    assertThat(sent(third, HintsRequest.class)).isEmpty();
    assertThat(sent(third, PeerMessage.Request.class)).isEmpty();

    local.set(0, 4);
    List<SessionCommand> last = on(new SessionEvent.HintsRead(true));
    assertThat(last).contains(new CopyUnits(0, local));
    assertThat(sent(last, PeerMessage.Request.class))
        .hasSize(1)
        .allMatch(request -> request.range().begin() == 4 * 16 * 1024);
  }

  @Test
  void asksAnotherPeerWhenTheHintsAreWrong() {
    seeder(ONE, HELLO);
    seeder(TWO, HELLO);
    receive(ONE, part(10, 0, 10));

    List<SessionCommand> commands = on(new SessionEvent.HintsRead(false));

    assertThat(commands).containsExactly(new Send(TWO, new HintsRequest(0, 65_536)));
    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void copiesNothingMoreAfterHintsWereWrongOften() {
    wanted = false;
    local.set(0, 8);
    session = session(200);
    on(new SessionEvent.Tick());
    for (int piece = 0; piece < 5; piece++) {
      assertThat(local.isEmpty()).isFalse();
      on(new SessionEvent.UnitsCopied(piece, units(8)));
      on(new SessionEvent.PieceCorrupt(piece, true));
    }

    List<SessionCommand> commands = on(new SessionEvent.UnitsCopied(5, units(8)));

    assertThat(commands).noneMatch(CopyUnits.class::isInstance);
    assertThat(sent(seeder(ONE, HELLO), PeerMessage.Request.class)).isNotEmpty();
  }

  @Test
  void goesOnCopyingWhenFewHintsAreWrong() {
    wanted = false;
    local.set(0, 8);
    session = session(200);
    on(new SessionEvent.Tick());
    for (int piece = 0; piece < 150; piece++) {
      on(new SessionEvent.UnitsCopied(piece, units(8)));
      if (piece % 20 == 0) {
        on(new SessionEvent.PieceCorrupt(piece, true));
      } else {
        on(new SessionEvent.PieceVerified(piece));
      }
    }

    assertThat(local.isEmpty()).isFalse();
  }

  private static BitSet units(int end) {
    BitSet units = new BitSet();
    units.set(0, end);
    return units;
  }

  @Test
  void asksNobodyAfterFourPeersHaveSentWrongHints() {
    for (int peer = 1; peer <= 5; peer++) {
      seeder(new ConnectionId(peer), HELLO);
    }
    for (int peer = 1; peer <= 3; peer++) {
      receive(new ConnectionId(peer), part(70_000, 0, 65_536));
      assertThat(sent(on(new SessionEvent.HintsRead(false)), HintsRequest.class)).hasSize(1);
    }
    receive(new ConnectionId(4), part(70_000, 0, 65_536));

    List<SessionCommand> commands = on(new SessionEvent.HintsRead(false));

    assertThat(sent(commands, HintsRequest.class)).isEmpty();
    assertThat(sent(commands, PeerMessage.Request.class)).isNotEmpty();
  }

  @Test
  void asksAnotherPeerWhenOneHasNoneOrLeavesOrIsSilent() {
    seeder(ONE, HELLO);
    seeder(TWO, HELLO);
    assertThat(sent(receive(ONE, part(0, 0, 0)), HintsRequest.class)).hasSize(1);

    ConnectionId three = new ConnectionId(3);
    seeder(three, HELLO);
    assertThat(sent(on(new SessionEvent.Disconnected(TWO)), HintsRequest.class)).hasSize(1);

    ConnectionId four = new ConnectionId(4);
    seeder(four, HELLO);
    now += Duration.ofSeconds(6).toNanos();
    assertThat(on(new SessionEvent.Tick())).contains(new Send(four, new HintsRequest(0, 65_536)));
  }

  @Test
  void asksAnotherPeerWhenOneSendsLessThanItWasAskedForOrChangesTheLength() {
    seeder(ONE, HELLO);
    seeder(TWO, HELLO);
    ConnectionId three = new ConnectionId(3);
    seeder(three, HELLO);

    assertThat(receive(ONE, part(70_000, 0, 1)))
        .containsExactly(new Send(TWO, new HintsRequest(0, 65_536)));
    receive(TWO, part(70_000, 0, 65_536));
    assertThat(receive(TWO, part(80_000, 65_536, 14_464)))
        .containsExactly(
            new SessionCommand.DropHints(), new Send(three, new HintsRequest(0, 65_536)));
  }

  @Test
  void fetchesPiecesAfterTenSecondsWhateverThePeerWithHintsDoes() {
    seeder(ONE, HELLO);
    List<SessionCommand> commands = List.of();
    for (int part = 0; part < 5; part++) {
      assertThat(sent(commands, PeerMessage.Request.class)).isEmpty();
      receive(ONE, part(16_000_000, part * 65_536, 65_536));
      now += Duration.ofMillis(2001).toNanos();
      commands = on(new SessionEvent.Tick());
    }
    assertThat(sent(commands, PeerMessage.Request.class)).isNotEmpty();
    assertThat(sent(receive(ONE, part(16_000_000, 5 * 65_536, 65_536)), HintsRequest.class))
        .containsExactly(new HintsRequest(6 * 65_536, 65_536));
  }

  @Test
  void fetchesPiecesAfterTenSecondsWhenHintsAreNeverRead() {
    seeder(ONE, HELLO);
    receive(ONE, part(10, 0, 10));

    now += Duration.ofSeconds(10).toNanos();

    assertThat(sent(on(new SessionEvent.Tick()), PeerMessage.Request.class)).isNotEmpty();
  }

  @Test
  void fetchesAtOnceWhatAProgramReads() {
    seeder(ONE, HELLO);

    List<SessionCommand> commands = on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(0, 1))));

    assertThat(sent(commands, PeerMessage.Request.class)).isNotEmpty();
  }

  @Test
  void fetchesPiecesAfterASecondWhenNobodyPassesHintsOn() {
    assertThat(sent(seeder(ONE, WITHOUT), PeerMessage.Request.class)).isEmpty();

    now += Duration.ofMillis(1001).toNanos();

    assertThat(sent(on(new SessionEvent.Tick()), PeerMessage.Request.class)).isNotEmpty();
  }

  @Test
  void takesHintsOfAPeerThatConnectsLaterForPiecesThatAreNotStarted() {
    session = session(200);
    seeder(ONE, HELLO);
    receive(ONE, part(0, 0, 0));
    now += Duration.ofMillis(1001).toNanos();
    assertThat(sent(on(new SessionEvent.Tick()), PeerMessage.Request.class)).isNotEmpty();

    List<SessionCommand> greeted = seeder(TWO, HELLO);
    assertThat(sent(greeted, HintsRequest.class)).containsExactly(new HintsRequest(0, 65_536));
    assertThat(sent(greeted, PeerMessage.Request.class)).isNotEmpty();

    Bitfield started = session.started();
    assertThat(started.isEmpty()).isFalse();
    HintsPart part = part(10, 0, 10);
    assertThat(receive(TWO, part)).contains(new TakeHints(part));
    local.set(0, 8);
    List<CopyUnits> copies =
        on(new SessionEvent.HintsRead(true)).stream()
            .filter(CopyUnits.class::isInstance)
            .map(CopyUnits.class::cast)
            .toList();
    assertThat(copies).isNotEmpty().noneMatch(copy -> started.get(copy.piece()));

    assertThat(sent(seeder(new ConnectionId(3), HELLO), HintsRequest.class)).isEmpty();
  }

  @Test
  void asksForNoHintsWhenNoPieceIsMissing() {
    seeder(ONE, WITHOUT);
    on(new SessionEvent.PieceVerified(0));

    assertThat(sent(seeder(TWO, HELLO), HintsRequest.class)).isEmpty();
  }

  @Test
  void fetchesPiecesASecondAfterTheOnlyHintsWereWrong() {
    seeder(ONE, HELLO);
    receive(ONE, part(10, 0, 10));
    on(new SessionEvent.HintsRead(false));

    now += Duration.ofMillis(1001).toNanos();

    assertThat(sent(on(new SessionEvent.Tick()), PeerMessage.Request.class)).isNotEmpty();
    assertThat(sent(seeder(TWO, HELLO), HintsRequest.class)).hasSize(1);
  }

  @Test
  void goesOnWithAPeerWhenTheHintsOfAnEarlierOneWereWrong() {
    seeder(ONE, HELLO);
    seeder(TWO, HELLO);
    receive(ONE, part(70_000, 0, 65_536));
    assertThat(sent(receive(ONE, part(70_000, 65_536, 1)), HintsRequest.class)).hasSize(1);

    on(new SessionEvent.HintsRead(false));

    HintsPart part = part(10, 0, 10);
    assertThat(receive(TWO, part)).contains(new TakeHints(part));
  }

  @Test
  void asksForNoHintsThatAreOfNoUse() {
    wanted = false;
    session = session();

    List<SessionCommand> commands = seeder(ONE, HELLO);

    assertThat(sent(commands, HintsRequest.class)).isEmpty();
    assertThat(sent(commands, PeerMessage.Request.class)).isNotEmpty();
  }

  @Test
  void sendsHintsToPeersThatAsk() {
    seeder(ONE, HELLO);

    assertThat(receive(ONE, new HintsRequest(0, 65_536)))
        .containsExactly(new SendHints(ONE, 0, 65_536));
  }

  @ParameterizedTest
  @CsvSource({"0, 65536", "1, 1"})
  void bansWhoAsksForHintsOverAndOverOrInTinyParts(int step, int length) {
    seeder(ONE, HELLO);

    for (int i = 0; i < 2_000; i++) {
      receive(ONE, new HintsRequest(i * step, length));
    }

    assertThat(session.bans(now)).extracting(Ban::reason).containsExactly(DisconnectReason.FLOOD);
  }

  @Test
  void bansWhoSendsAFloodOfHintsThatNobodyAskedFor() {
    seeder(ONE, WITHOUT);

    for (int i = 0; i < 2_000; i++) {
      receive(ONE, part(10, 0, 10));
    }

    assertThat(session.bans(now)).extracting(Ban::reason).containsExactly(DisconnectReason.FLOOD);
  }

  private static PeerMessage.Hello hello(Set<Feature> features) {
    return new PeerMessage.Hello(Feature.toBits(features), 256 * 1024, 64, 0, "test");
  }

  private static HintsPart part(int total, int begin, int length) {
    return new HintsPart(total, begin, Bytes.copyOf(new byte[length]));
  }

  private List<SessionCommand> seeder(ConnectionId id, PeerMessage.Hello hello) {
    PeerId peer = PeerId.random(new Random(id.value()));
    on(new SessionEvent.Connected(id, peer, InetAddress.getLoopbackAddress(), false));
    List<SessionCommand> greeted = receive(id, hello);
    List<SessionCommand> told = receive(id, new Have.All());
    return Stream.concat(greeted.stream(), told.stream()).toList();
  }

  private List<SessionCommand> receive(ConnectionId id, PeerMessage message) {
    return on(new SessionEvent.Received(id, message));
  }

  private List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }

  private static <T extends PeerMessage> List<T> sent(
      List<SessionCommand> commands, Class<T> type) {
    return commands.stream()
        .filter(Send.class::isInstance)
        .map(command -> ((Send) command).message())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private TorrentSession session() {
    return session(1);
  }

  private TorrentSession session(int pieces) {
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
