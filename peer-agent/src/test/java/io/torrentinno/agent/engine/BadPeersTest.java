package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.download.ActivePiece;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Disconnect;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a session does with peers that break the rules, and with those that only seem to. */
class BadPeersTest {
  private static final int BLOCK = 256 * 1024;
  private static final int PIECE = 2 * BLOCK;
  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, BLOCK, 16, 0, "test");
  private static final ConnectionId ONE = new ConnectionId(1);
  private static final ConnectionId TWO = new ConnectionId(2);
  private static final ConnectionId THREE = new ConnectionId(3);

  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");

  private long now;
  private TorrentSession session = session(new Bitfield(8));

  @Test
  void bansWhoSendsABlockThatNobodyAskedFor() {
    seeder(ONE);

    assertThat(on(new SessionEvent.BlockBegins(ONE, new BlockRange(0, 0, 100))))
        .contains(new Disconnect(ONE, DisconnectReason.UNREQUESTED));
    assertThat(session.bans(now)).extracting(Ban::peer).containsExactly(idOf(ONE));
  }

  @Test
  void bansWhoSendsABlockTwice() {
    BlockRange range = firstRequest(seeder(ONE));
    on(new SessionEvent.BlockBegins(ONE, range));
    on(new SessionEvent.BlockArrived(ONE, range));

    assertThat(on(new SessionEvent.BlockBegins(ONE, range)))
        .contains(new Disconnect(ONE, DisconnectReason.UNREQUESTED));
  }

  @Test
  void keepsWhoSendsABlockThatWasAskedForAndIsNoLongerNeeded() {
    BlockRange range = firstRequest(seeder(ONE));
    on(new SessionEvent.PieceVerified(range.piece()));

    assertThat(on(new SessionEvent.BlockBegins(ONE, range)))
        .noneMatch(Disconnect.class::isInstance);
    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void bansWhoSendsAFloodOfNeedlessMessages() {
    seeder(ONE);

    for (int i = 0; i < 2000; i++) {
      receive(ONE, new PeerMessage.KeepAlive());
    }

    assertThat(session.bans(now)).extracting(Ban::reason).containsExactly(DisconnectReason.FLOOD);
  }

  @Test
  void keepsWhoSendsTheSameManyMessagesInAnHour() {
    seeder(ONE);

    for (int i = 0; i < 3600; i++) {
      now += Duration.ofSeconds(1).toNanos();
      receive(ONE, new PeerMessage.KeepAlive());
    }

    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void bansWhoGoesOnAskingForWhatItIsRefused() {
    seeder(ONE);

    for (int i = 0; i < 2000; i++) {
      receive(ONE, new PeerMessage.Request(new BlockRange(0, 0, BLOCK)));
    }

    assertThat(session.bans(now)).extracting(Ban::reason).containsExactly(DisconnectReason.FLOOD);
  }

  @Test
  void keepsWhoFetchesTheLongestManifest() {
    seeder(ONE);

    for (int begin = 0; begin < PeerMessage.ManifestPart.MAX_TOTAL; begin += 16 * 1024) {
      receive(ONE, new PeerMessage.ManifestRequest(begin, 16 * 1024));
    }

    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void bansWhoAsksForTheManifestOverAndOver() {
    seeder(ONE);

    for (int i = 0; i < 2000; i++) {
      receive(ONE, new PeerMessage.ManifestRequest(0, 16 * 1024));
    }

    assertThat(session.bans(now)).extracting(Ban::reason).containsExactly(DisconnectReason.FLOOD);
  }

  @Test
  void bansWhoSendsBytesThatAreNoMessage() {
    seeder(ONE);

    on(new SessionEvent.Violated(ONE));

    assertThat(session.bans(now))
        .extracting(Ban::reason)
        .containsExactly(DisconnectReason.PROTOCOL);
  }

  @Test
  void bansOfTwoSendersTheOneWhoseBlockWasBad() {
    twoSendersOfOnePiece();

    on(new SessionEvent.PieceCorrupt(0, true));
    assertThat(session.bans(now)).isEmpty();
    BitSet second = new BitSet();
    second.set(BLOCK / ActivePiece.UNIT, PIECE / ActivePiece.UNIT);
    on(new SessionEvent.BlocksDiffered(0, second));

    assertThat(session.bans(now)).extracting(Ban::peer).containsExactly(idOf(TWO));
  }

  @Test
  void keepsWhoCompletesABlockThatAnotherHasBrokenOff() {
    BlockRange first = new BlockRange(0, 0, BLOCK);
    session = session(allButTheFirst());
    seeder(ONE);
    on(new SessionEvent.BlockBegins(ONE, first));
    on(new SessionEvent.Disconnected(ONE));
    seeder(TWO);
    sendsPieceZero(TWO);

    on(new SessionEvent.PieceCorrupt(0, true));
    BitSet firstBlock = new BitSet();
    firstBlock.set(0, BLOCK / ActivePiece.UNIT);
    on(new SessionEvent.BlocksDiffered(0, firstBlock));

    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void judgesBySendersOfTheFirstAttemptAlone() {
    session = session(allButTheFirst());
    seeder(ONE);
    sendsPieceZero(ONE);
    on(new SessionEvent.PieceCorrupt(0, true));
    seeder(TWO);
    sendsPieceZero(TWO);
    BitSet all = new BitSet();
    all.set(0, PIECE / ActivePiece.UNIT);

    on(new SessionEvent.BlocksDiffered(0, all));

    assertThat(session.bans(now)).extracting(Ban::peer).containsExactly(idOf(ONE));
  }

  @Test
  void judgesBySendersOfTheAttemptThatWasKept() {
    twoSendersOfOnePiece();
    on(new SessionEvent.PieceCorrupt(0, true));
    on(new SessionEvent.Disconnected(ONE));
    on(new SessionEvent.Disconnected(TWO));
    seeder(THREE);
    sendsPieceZero(THREE);
    on(new SessionEvent.PieceCorrupt(0, true)); // the storage has forgotten the first attempt

    on(new SessionEvent.BlocksDiffered(0, allUnits()));

    assertThat(session.bans(now)).extracting(Ban::peer).containsExactly(idOf(THREE));
  }

  @Test
  void punishesABadPieceOnceThoughItVerifiesAfterTheBan() {
    session = session(allButTheFirst());
    seeder(ONE);
    sendsPieceZero(ONE);
    on(new SessionEvent.PieceCorrupt(0, true));
    on(new SessionEvent.BanLifted(idOf(ONE)));
    connect(TWO, idOf(ONE));
    receive(TWO, HELLO);
    receive(TWO, new Have.All());
    sendsPieceZero(TWO);

    on(new SessionEvent.BlocksDiffered(0, allUnits()));
    on(new SessionEvent.PieceVerified(0));

    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void punishesABadPieceOnceThoughItVerifiesWhenTheBanHasRunOut() {
    session = session(allButTheFirst());
    seeder(ONE);
    sendsPieceZero(ONE);
    on(new SessionEvent.PieceCorrupt(0, true));
    now += Duration.ofMinutes(5).toNanos();
    seeder(TWO);
    sendsPieceZero(TWO);

    on(new SessionEvent.BlocksDiffered(0, allUnits()));

    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void doesNotHoldAgainstAPardonedPeerWhatItSentBefore() {
    twoSendersOfOnePiece();
    on(new SessionEvent.PieceCorrupt(0, true));
    on(new SessionEvent.Violated(TWO));

    on(new SessionEvent.BanLifted(idOf(TWO)));
    BitSet second = new BitSet();
    second.set(BLOCK / ActivePiece.UNIT, PIECE / ActivePiece.UNIT);
    on(new SessionEvent.BlocksDiffered(0, second));

    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void doesNotBanTheSamePeerAtAnotherAddress() {
    seeder(ONE);
    on(new SessionEvent.Violated(ONE));

    assertThat(on(new SessionEvent.Connected(TWO, idOf(ONE), ELSEWHERE, false)))
        .contains(new Send(TWO, HELLO));
  }

  @Test
  void keepsAPeerWhoseIdComesFromAnotherAddressToo() {
    seeder(ONE);

    assertThat(on(new SessionEvent.Connected(TWO, idOf(ONE), ELSEWHERE, false)))
        .containsExactly(new Disconnect(TWO, DisconnectReason.DUPLICATE));
  }

  @Test
  void dropsAPeerThatDoesNotSayHello() {
    connect(ONE, idOf(ONE));

    now += Duration.ofSeconds(10).toNanos();

    assertThat(on(new SessionEvent.Tick())).contains(new Disconnect(ONE, DisconnectReason.SILENT));
  }

  @Test
  void bansATi1PeerThatSendsItsBitfieldOverAndOver() {
    PeerId ti1 = PeerId.parse("ee".repeat(32));
    connect(ONE, ti1);

    for (int i = 0; i < 2000; i++) {
      receive(ONE, new Have.Bits(Bitfield.full(8)));
    }

    assertThat(session.bans(now)).extracting(Ban::reason).containsExactly(DisconnectReason.FLOOD);
  }

  @Test
  void keepsATi1PeerThatSendsItsBitfieldAfterEachOfManyPieces() {
    int[] sizes = new int[5000];
    Arrays.fill(sizes, PIECE);
    session = session(new Bitfield(5000), sizes);
    connect(ONE, PeerId.parse("ee".repeat(32)));
    Bitfield pieces = new Bitfield(5000);

    for (int piece = 0; piece < 5000; piece++) {
      pieces.set(piece);
      receive(ONE, new Have.Bits(pieces.copy()));
    }

    assertThat(session.bans(now)).isEmpty();
  }

  private static BitSet allUnits() {
    BitSet all = new BitSet();
    all.set(0, PIECE / ActivePiece.UNIT);
    return all;
  }

  private void sendsPieceZero(ConnectionId connection) {
    for (int begin = 0; begin < PIECE; begin += BLOCK) {
      BlockRange range = new BlockRange(0, begin, BLOCK);
      on(new SessionEvent.BlockBegins(connection, range));
      on(new SessionEvent.BlockArrived(connection, range));
    }
  }

  private static Bitfield allButTheFirst() {
    Bitfield pieces = Bitfield.full(8);
    pieces.clear(0);
    return pieces;
  }

  @Test
  void saysWhyNothingIsAskedFor() {
    assertThat(session.shortage(now)).isEqualTo(Shortage.NO_PEER_KNOWN);

    seeder(ONE);
    assertThat(session.shortage(now)).isNull();

    on(new SessionEvent.Violated(ONE));
    on(new SessionEvent.Disconnected(ONE));
    assertThat(session.shortage(now)).isEqualTo(Shortage.ALL_BANNED);

    connect(TWO, idOf(TWO));
    receive(TWO, HELLO);
    receive(TWO, new Have.None());
    assertThat(session.shortage(now)).isEqualTo(Shortage.NOT_OFFERED_BUT_BY_BANNED);

    receive(TWO, new PeerMessage.Choke());
    receive(TWO, new Have.Piece(3));
    assertThat(session.shortage(now)).isEqualTo(Shortage.NOT_SERVED);
  }

  @Test
  void letsABannedPeerInAgainAfterFiveMinutes() {
    seeder(ONE);
    on(new SessionEvent.Violated(ONE));

    now += Duration.ofMinutes(5).minusSeconds(1).toNanos();
    assertThat(connect(TWO, idOf(ONE))).contains(new Disconnect(TWO, DisconnectReason.BANNED));
    now += Duration.ofSeconds(1).toNanos();
    assertThat(connect(TWO, idOf(ONE))).contains(new Send(TWO, HELLO));
    assertThat(session.bans(now)).isEmpty();
  }

  @Test
  void letsABannedPeerInAgainWhenItsBanIsLifted() {
    seeder(ONE);
    on(new SessionEvent.Violated(ONE));

    on(new SessionEvent.BanLifted(idOf(ONE)));

    assertThat(session.bans(now)).isEmpty();
    assertThat(connect(TWO, idOf(ONE))).contains(new Send(TWO, HELLO));
  }

  /** The first peer sends the first block of piece 0, the second one the other. */
  private void twoSendersOfOnePiece() {
    BlockRange first = new BlockRange(0, 0, BLOCK);
    BlockRange second = new BlockRange(0, BLOCK, BLOCK);
    session = session(allButTheFirst());
    seeder(ONE);
    on(new SessionEvent.BlockBegins(ONE, first));
    on(new SessionEvent.BlockArrived(ONE, first));
    receive(ONE, new PeerMessage.Reject(second));
    seeder(TWO);
    on(new SessionEvent.BlockBegins(TWO, second));
    assertThat(on(new SessionEvent.BlockArrived(TWO, second)))
        .contains(new SessionCommand.VerifyPiece(0));
  }

  private static TorrentSession session(Bitfield have) {
    int[] sizes = new int[8];
    Arrays.fill(sizes, PIECE);
    return session(have, sizes);
  }

  private static TorrentSession session(Bitfield have, int[] sizes) {
    return new TorrentSession(
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 50, Sharing.DEFAULT),
        new PieceLayout(sizes),
        have,
        new Random(1),
        0);
  }

  private static PeerId idOf(ConnectionId connection) {
    return PeerId.random(new Random(connection.value()));
  }

  private static BlockRange firstRequest(List<SessionCommand> commands) {
    return commands.stream()
        .map(command -> command instanceof Send(_, PeerMessage.Request(var range)) ? range : null)
        .filter(range -> range != null)
        .findFirst()
        .orElseThrow();
  }

  private List<SessionCommand> seeder(ConnectionId connection) {
    connect(connection, idOf(connection));
    receive(connection, HELLO);
    return receive(connection, new Have.All());
  }

  private List<SessionCommand> connect(ConnectionId connection, PeerId peer) {
    return on(
        new SessionEvent.Connected(connection, peer, InetAddress.getLoopbackAddress(), false));
  }

  private List<SessionCommand> receive(ConnectionId connection, PeerMessage message) {
    return on(new SessionEvent.Received(connection, message));
  }

  private List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }
}
