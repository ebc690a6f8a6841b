package io.torrentinno.agent.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.ChokingPolicy;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who gets the upload slots of a session. */
class ChokerTest {
  private static final PeerMessage.Hello HELLO =
      new PeerMessage.Hello(1, 256 * 1024, 16, 0, "test");
  private static final int PIECE = 256 * 1024;

  private long now;
  private final TorrentSession session = seeder(ChokingPolicy.COOPERATIVE);

  @Test
  void chokesWhoComesWhenAllSlotsAreTaken() {
    join(1);
    join(2);

    assertThat(connect(3)).contains(choke(3));
  }

  @Test
  void peersThatWantNothingTakeNoSlot() {
    connect(1);
    connect(2);

    assertThat(connect(3)).doesNotContain(choke(3));
  }

  @Test
  void chokesAPeerThatBecomesInterestedWhenAllSlotsAreTaken() {
    connect(3);
    join(1);
    join(2);

    assertThat(receive(3, new PeerMessage.Interested())).containsExactly(choke(3));
  }

  @Test
  void givesAFreeSlotAtOnceToAPeerThatWaits() {
    join(1);
    join(2);
    connect(3);
    receive(3, new PeerMessage.Interested());

    assertThat(receive(1, new PeerMessage.NotInterested())).containsExactly(unchoke(3));
  }

  @Test
  void givesTheSlotOfAPeerThatLeaves() {
    join(1);
    join(2);
    connect(3);
    receive(3, new PeerMessage.Interested());

    assertThat(on(new SessionEvent.Disconnected(new ConnectionId(2)))).contains(unchoke(3));
  }

  @Test
  void rejectsWhatItHadQueuedForAPeerThatItChokes() {
    join(1);
    join(2);
    for (int piece = 0; piece < 32; piece++) {
      receive(1, new PeerMessage.Request(new BlockRange(piece % 16, 0, PIECE)));
      receive(2, new PeerMessage.Request(new BlockRange(piece % 16, 0, PIECE)));
    }
    connect(3);
    receive(3, new PeerMessage.Interested());

    List<SessionCommand> commands = List.of();
    for (int tick = 0; tick < 60 && !commands.contains(unchoke(3)); tick++) {
      commands = List.copyOf(tick());
    }

    assertThat(commands).contains(unchoke(3)).containsAnyOf(choke(1), choke(2));
    assertThat(commands)
        .filteredOn(Send.class::isInstance)
        .extracting(command -> ((Send) command).message())
        .hasAtLeastOneElementOfType(PeerMessage.Reject.class);
  }

  @Test
  void rejectsWhatAChokedPeerAsks() {
    join(1);
    join(2);
    connect(3);
    BlockRange range = new BlockRange(0, 0, PIECE);

    assertThat(receive(3, new PeerMessage.Request(range)))
        .containsExactly(new Send(new ConnectionId(3), new PeerMessage.Reject(range)));
  }

  @Test
  void takesTheSlotOfAPeerThatAsksForNothing() {
    join(1);
    join(2);
    connect(3);
    receive(3, new PeerMessage.Interested());

    assertThat(tick()).contains(unchoke(3)).containsAnyOf(choke(1), choke(2));
  }

  @Test
  void neverChokesATi1Peer() {
    join(1);
    join(2);
    PeerId ti1 = PeerId.parse("ee".repeat(32));

    List<SessionCommand> greeting =
        on(
            new SessionEvent.Connected(
                new ConnectionId(9), ti1, InetAddress.getLoopbackAddress(), false));
    List<SessionCommand> answer = receive(9, new PeerMessage.Request(new BlockRange(0, 0, PIECE)));

    assertThat(greeting).doesNotContain(choke(9));
    assertThat(answer)
        .containsExactly(
            new SessionCommand.Serve(new ConnectionId(9), new BlockRange(0, 0, PIECE)));
  }

  private static TorrentSession seeder(ChokingPolicy policy) {
    int[] sizes = new int[16];
    Arrays.fill(sizes, PIECE);
    SessionSettings settings =
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 50, new Sharing(policy, 2, false));
    return new TorrentSession(
        settings, new PieceLayout(sizes), Bitfield.full(16), new Random(1), 0);
  }

  private static Send choke(int peer) {
    return new Send(new ConnectionId(peer), new PeerMessage.Choke());
  }

  private static Send unchoke(int peer) {
    return new Send(new ConnectionId(peer), new PeerMessage.Unchoke());
  }

  private void join(int peer) {
    connect(peer);
    receive(peer, new PeerMessage.Interested());
  }

  private List<SessionCommand> connect(int peer) {
    on(
        new SessionEvent.Connected(
            new ConnectionId(peer),
            PeerId.random(new Random(peer)),
            InetAddress.getLoopbackAddress(),
            false));
    return receive(peer, HELLO);
  }

  private List<SessionCommand> receive(int peer, PeerMessage message) {
    return on(new SessionEvent.Received(new ConnectionId(peer), message));
  }

  private List<SessionCommand> tick() {
    now += Duration.ofMillis(250).toNanos();
    return on(new SessionEvent.Tick());
  }

  private List<SessionCommand> on(SessionEvent event) {
    return List.copyOf(session.on(event, now));
  }
}
