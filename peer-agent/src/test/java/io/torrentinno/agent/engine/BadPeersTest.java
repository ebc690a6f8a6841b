package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Disconnect;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.Shortage;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session does with peers that break the rules, and with those that only seem to. */
class BadPeersTest extends BadPeersScene {
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");

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

  private static BlockRange firstRequest(List<SessionCommand> commands) {
    return commands.stream()
        .map(command -> command instanceof Send(_, PeerMessage.Request(var range)) ? range : null)
        .filter(range -> range != null)
        .findFirst()
        .orElseThrow();
  }
}
