package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.AcceptBlock;
import io.torrentinno.agent.engine.model.SessionCommand.Disconnect;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionCommand.Serve;
import io.torrentinno.agent.engine.model.SessionCommand.VerifyPiece;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one session says and does, step by step. */
class TorrentSessionTest extends SessionScene {
  @Test
  void greetsATi2PeerAndTellsItsPiecesOnlyAfterItsGreeting() {
    TorrentSession session = session(new Bitfield(4));

    assertThat(connect(session, FIRST, OTHER)).containsExactly(new Send(FIRST, HELLO));
    assertThat(receive(session, FIRST, HELLO)).containsExactly(new Send(FIRST, new Have.None()));
  }

  @Test
  void sendsATi1PeerABitfieldAndNothingElse() {
    TorrentSession session = session(Bitfield.full(4));

    assertThat(connect(session, FIRST, TI1_PEER))
        .containsExactly(new Send(FIRST, new Have.Bits(Bitfield.full(4))));
  }

  @Test
  void closesOnAMessageBeforeHelloAndOnASecondHello() {
    TorrentSession session = session(new Bitfield(4));
    connect(session, FIRST, OTHER);
    connect(session, SECOND, PeerId.random(new Random(3)));
    receive(session, SECOND, HELLO);

    assertThat(receive(session, FIRST, new Have.All()))
        .containsExactly(new Disconnect(FIRST, DisconnectReason.PROTOCOL));
    assertThat(receive(session, SECOND, HELLO))
        .containsExactly(new Disconnect(SECOND, DisconnectReason.PROTOCOL));
  }

  @Test
  void asksATi2PeerForBlocksAndATi1PeerForWholePieces() {
    TorrentSession fromTi2 = session(new Bitfield(1));
    connect(fromTi2, FIRST, OTHER);
    receive(fromTi2, FIRST, HELLO);
    TorrentSession fromTi1 = session(new Bitfield(1));
    connect(fromTi1, FIRST, TI1_PEER);

    assertThat(requests(receive(fromTi2, FIRST, new Have.All())))
        .containsExactly(new BlockRange(0, 0, BLOCK), new BlockRange(0, BLOCK, BLOCK));
    assertThat(requests(receive(fromTi1, FIRST, new Have.Bits(Bitfield.full(1)))))
        .containsExactly(new BlockRange(0, 0, PIECE));
  }

  @Test
  void isIdleWhileItHasEverythingAndNobodyIsHereOrToBeCalled() {
    TorrentSession leeching = session(new Bitfield(1));
    TorrentSession seeding = session(Bitfield.full(1));
    assertThat(leeching.isIdle(now)).isFalse();
    assertThat(seeding.isIdle(now)).isTrue();

    connect(seeding, FIRST, OTHER);
    assertThat(seeding.isIdle(now)).isFalse();
    on(seeding, new SessionEvent.Disconnected(FIRST));
    assertThat(seeding.isIdle(now)).isTrue();

    PeerAddress address = PeerAddress.of("192.0.2.7", 6881);
    on(
        seeding,
        new SessionEvent.PeersFound(List.of(new SessionEvent.PeersFound.Peer(OTHER, address))));
    assertThat(seeding.isIdle(now)).isFalse();
  }

  @Test
  void neverAsksForMoreThanThePeerQueues() {
    TorrentSession session = session(new Bitfield(100));
    connect(session, FIRST, OTHER);
    receive(session, FIRST, new PeerMessage.Hello(1, BLOCK, 3, 0, "small"));

    assertThat(requests(receive(session, FIRST, new Have.All()))).hasSize(3);
  }

  @Test
  void asksForAsManyBytesOfSmallPiecesAsOfLargeOnes() {
    TorrentSession session = session(new Bitfield(1000), BLOCK / 16);
    connect(session, FIRST, OTHER);
    receive(session, FIRST, new PeerMessage.Hello(1, BLOCK, 512, 0, "small"));

    assertThat(requests(receive(session, FIRST, new Have.All()))).hasSize(4 * 16);
  }

  @Test
  void asksAFastPeerForThirtyTwoMebibytesBesidesWhatItDeliversInTwoRoundTrips() {
    TorrentSession session = session(new Bitfield(1000));
    connect(session, FIRST, OTHER);
    receive(session, FIRST, new PeerMessage.Hello(1, BLOCK, 512, 0, "fast"));
    Queue<BlockRange> owed = new ArrayDeque<>(requests(receive(session, FIRST, new Have.All())));

    for (int block = 0; block < 300; block++) {
      now += Duration.ofNanos(100_000).toNanos();
      owed.addAll(requests(arrive(session, FIRST, owed.remove())));
    }

    assertThat(owed).hasSizeBetween(128, 128 + 10);
  }

  @Test
  void verifiesAPieceWhenItsLastBlockHasArrivedAndThenTellsOthers() {
    TorrentSession session = session(new Bitfield(2));
    ready(session, FIRST, OTHER, Bitfield.full(2));
    connect(session, SECOND, TI1_PEER);
    int piece = 0;

    assertThat(arrive(session, FIRST, new BlockRange(piece, 0, BLOCK)))
        .doesNotContain(new VerifyPiece(piece));
    assertThat(arrive(session, FIRST, new BlockRange(piece, BLOCK, BLOCK)))
        .contains(new VerifyPiece(piece));
    now += Duration.ofSeconds(1).toNanos();
    List<SessionCommand> commands = on(session, new SessionEvent.PieceVerified(piece));

    Bitfield gained = new Bitfield(2);
    gained.set(piece);
    assertThat(commands).contains(new Send(SECOND, new Have.Bits(gained)));
    assertThat(session.have()).isEqualTo(gained);
  }

  @Test
  void throwsAwayBlocksThatNobodyAskedFor() {
    TorrentSession session = session(new Bitfield(2));
    ready(session, FIRST, OTHER, new Bitfield(2));

    assertThat(on(session, new SessionEvent.BlockBegins(FIRST, new BlockRange(0, 0, BLOCK))))
        .doesNotHaveAnyElementsOfTypes(AcceptBlock.class);
  }

  @Test
  void asksElsewhereForWhatASilentPeerOwesButTakesItShouldItStillCome() {
    TorrentSession session = session(new Bitfield(1));
    ready(session, FIRST, OTHER, Bitfield.full(1));
    ready(session, SECOND, PeerId.random(new Random(3)), Bitfield.full(1));
    BlockRange block = new BlockRange(0, 0, BLOCK);

    now += Duration.ofSeconds(11).toNanos();
    List<SessionCommand> commands = on(session, new SessionEvent.Tick());

    assertThat(commands).contains(new Send(SECOND, new PeerMessage.Request(block)));
    assertThat(on(session, new SessionEvent.BlockBegins(FIRST, block)))
        .contains(new AcceptBlock(FIRST, block));
    assertThat(on(session, new SessionEvent.BlockBegins(SECOND, block)))
        .doesNotHaveAnyElementsOfTypes(AcceptBlock.class);
  }

  @Test
  void givesUpAConnectionWhosePeerTalksButNeverDelivers() {
    TorrentSession session = session(new Bitfield(1));
    ready(session, FIRST, OTHER, Bitfield.full(1));

    now += Duration.ofSeconds(11).toNanos();
    on(session, new SessionEvent.Tick());
    now += Duration.ofSeconds(50).toNanos();
    receive(session, FIRST, new PeerMessage.KeepAlive());

    assertThat(on(session, new SessionEvent.Tick()))
        .contains(new Disconnect(FIRST, DisconnectReason.SILENT));
  }

  @Test
  void asksElsewhereForWhatAChokingPeerOwes() {
    TorrentSession session = session(new Bitfield(1));
    ready(session, FIRST, OTHER, Bitfield.full(1));
    ready(session, SECOND, PeerId.random(new Random(3)), Bitfield.full(1));

    List<SessionCommand> commands = receive(session, FIRST, new PeerMessage.Choke());

    assertThat(commands)
        .contains(new Send(SECOND, new PeerMessage.Request(new BlockRange(0, 0, BLOCK))));
  }

  @Test
  void servesOnlyVerifiedPieces() {
    Bitfield have = new Bitfield(2);
    have.set(1);
    TorrentSession session = session(have);
    ready(session, FIRST, OTHER, new Bitfield(2));
    BlockRange there = new BlockRange(1, 0, BLOCK);
    BlockRange missing = new BlockRange(0, 0, BLOCK);

    assertThat(receive(session, FIRST, new PeerMessage.Request(there)))
        .containsExactly(new Serve(FIRST, there));
    assertThat(receive(session, FIRST, new PeerMessage.Request(missing)))
        .containsExactly(new Send(FIRST, new PeerMessage.Reject(missing)));
  }

  @Test
  void showsTheNameOfThePeersSoftwareWithoutDirectionMarks() {
    TorrentSession session = session(new Bitfield(8));
    connect(session, FIRST, OTHER);
    receive(
        session,
        FIRST,
        new PeerMessage.Hello(
            HELLO.features(), HELLO.maxBlockLength(), HELLO.maxRequests(), 0, "a\u202eb"));

    assertThat(session.peers(now)).extracting(PeerView::software).containsExactly("a<U+202E>b");
  }

  @Test
  void ignoresATi1PeersRequestForAPieceThatIsNotThere() {
    TorrentSession session = session(new Bitfield(2));
    connect(session, FIRST, TI1_PEER);

    assertThat(receive(session, FIRST, new PeerMessage.Request(new BlockRange(0, 0, PIECE))))
        .isEmpty();
  }

  @Test
  void neverSendsATi1PeerABlockThatItWouldRefuse() {
    PieceLayout large = new PieceLayout(new int[] {2_000_000});
    TorrentSession session =
        new TorrentSession(
            SessionSettings.of(SELF, HELLO, 10, SessionSettings.Sharing.DEFAULT),
            large,
            Bitfield.full(1),
            new Random(1),
            now);
    connect(session, FIRST, TI1_PEER);

    assertThat(receive(session, FIRST, new PeerMessage.Request(new BlockRange(0, 0, 1_000_001))))
        .containsExactly(new Disconnect(FIRST, DisconnectReason.FLOOD));
  }

  @Test
  void cancelsWhatWaitsAndSaysSo() {
    TorrentSession session = session(Bitfield.full(40));
    ready(session, FIRST, OTHER, new Bitfield(40));
    for (int piece = 0; piece < 5; piece++) {
      receive(session, FIRST, new PeerMessage.Request(new BlockRange(piece, 0, BLOCK)));
    }
    BlockRange waiting = new BlockRange(4, 0, BLOCK);

    assertThat(receive(session, FIRST, new PeerMessage.Cancel(waiting)))
        .containsExactly(new Send(FIRST, new PeerMessage.Reject(waiting)));
    assertThat(receive(session, FIRST, new PeerMessage.Cancel(waiting))).isEmpty();
  }

  @Test
  void handsTheNetworkWhatItSendsInAQuarterOfASecond() {
    TorrentSession session = session(Bitfield.full(40));
    ready(session, FIRST, OTHER, new Bitfield(40));
    BlockRange first = new BlockRange(0, 0, BLOCK);
    assertThat(receive(session, FIRST, new PeerMessage.Request(first))).hasSize(1);
    for (int piece = 1; piece < 10; piece++) {
      BlockRange waiting = new BlockRange(piece, 0, BLOCK);
      assertThat(receive(session, FIRST, new PeerMessage.Request(waiting))).isEmpty();
    }

    now += TimeUnit.MILLISECONDS.toNanos(125); // 2 MiB/s

    assertThat(session.on(new SessionEvent.BlockServed(FIRST, first), now)).hasSize(2);
  }

  @Test
  void repeatsItsBitfieldToTi1PeersEvery30Seconds() {
    TorrentSession session = session(Bitfield.full(2));
    connect(session, FIRST, TI1_PEER);

    now += Duration.ofSeconds(30).toNanos();

    assertThat(on(session, new SessionEvent.Tick()))
        .containsExactly(new Send(FIRST, new Have.Bits(Bitfield.full(2))));
  }

  @Test
  void keepsAQuietTi2ConnectionAlive() {
    TorrentSession session = session(Bitfield.full(2));
    ready(session, FIRST, OTHER, new Bitfield(2));

    now += Duration.ofSeconds(60).toNanos();

    assertThat(on(session, new SessionEvent.Tick()))
        .contains(new Send(FIRST, new PeerMessage.KeepAlive()));
  }

  @Test
  void stopsAskingAPeerThatChokesUntilItUnchokes() {
    TorrentSession session = session(new Bitfield(8));
    ready(session, FIRST, OTHER, new Bitfield(8));
    receive(session, FIRST, new PeerMessage.Choke());

    assertThat(requests(receive(session, FIRST, new Have.All()))).isEmpty();
    assertThat(requests(receive(session, FIRST, new PeerMessage.Unchoke()))).isNotEmpty();
  }
}
