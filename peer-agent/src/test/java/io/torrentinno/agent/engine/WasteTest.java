package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Connect;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What peers that lie under ever new ids and addresses cost a session. */
class WasteTest {
  private static final int PIECE = 256 * 1024;
  private static final int PIECES = 800;
  private static final int LIARS = 40;
  private static final long STEP = Duration.ofMillis(5).toNanos();
  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, PIECE, 16, 0, "test");
  private static final InetAddress SHARED = InetAddress.ofLiteral("192.0.2.1");

  private static final PeerId HONEST = PeerId.random(new Random(7));

  private final PeerId self = PeerId.random(new Random(99));
  private final Random random = new Random(5);
  private final Map<ConnectionId, Boolean> connected = new HashMap<>();
  private final Set<Integer> bad = new HashSet<>();
  private final Queue<Request> requests = new ArrayDeque<>();
  private boolean accepted;
  private int connections;
  private int corruptPieces;
  private long now;
  private final TorrentSession session = session();

  private record Request(ConnectionId peer, BlockRange range) {}

  @Test
  void liarsThatComeBackUnderNewIdsWasteABudgetAndNoMore() {
    fetchBeside(SHARED, () -> SHARED);

    assertThat(session.have().isFull()).isTrue();
    assertThat(corruptPieces * (long) PIECE).isLessThan(96L << 20);
    assertThat(session.bans(now)).extracting(Ban::peer).doesNotContain(HONEST);
  }

  @Test
  void liarsThatComeBackFromNewAddressesWasteTheBudgetOfTheResourceAndNoMore() {
    fetchBeside(
        SHARED,
        () -> InetAddress.ofLiteral("10.0." + random.nextInt(250) + "." + random.nextInt(250)));

    assertThat(session.have().isFull()).isTrue();
    assertThat(corruptPieces * (long) PIECE).isLessThan(160L << 20);
  }

  @Test
  void callsOneAtATimeOfThoseThatAreSaidToListenAtOneAddressAndPort() {
    List<SessionEvent.PeersFound.Peer> found = new ArrayList<>();
    PeerAddress silent = new PeerAddress(SHARED, 1000);
    for (int i = 0; i < 600; i++) {
      found.add(new SessionEvent.PeersFound.Peer(PeerId.random(random), silent));
    }
    PeerAddress honest = new PeerAddress(SHARED, 2000);
    found.add(new SessionEvent.PeersFound.Peer(PeerId.random(random), honest));

    List<SessionCommand> commands = session.on(new SessionEvent.PeersFound(found), now);

    assertThat(commands)
        .map(command -> ((Connect) command).address())
        .containsExactlyInAnyOrder(silent, honest);
  }

  @Test
  void callsOthersWhenThoseThatItCallsSayNothing() {
    List<SessionEvent.PeersFound.Peer> found = new ArrayList<>();
    for (int port = 1; port <= 100; port++) {
      found.add(
          new SessionEvent.PeersFound.Peer(PeerId.random(random), new PeerAddress(SHARED, port)));
    }
    int first = session.on(new SessionEvent.PeersFound(found), now).size();
    int atOnce = session.on(new SessionEvent.Tick(), now).size();
    now += Duration.ofSeconds(2).toNanos();
    int later = session.on(new SessionEvent.Tick(), now).size();

    assertThat(List.of(first, atOnce, later)).containsExactly(32, 0, 32);
  }

  private interface Addresses {
    InetAddress next();
  }

  /** Fetches from one honest seeder, which delivers a piece in each step, and from the liars. */
  private void fetchBeside(InetAddress honest, Addresses liars) {
    connect(honest, false);
    for (int i = 0; i < LIARS; i++) {
      connect(liars.next(), true);
    }
    for (int step = 0; step < 4_000 && !session.have().isFull(); step++) {
      now += STEP;
      on(new SessionEvent.Tick());
      deliver();
      while (connected.size() < LIARS + 1 && !session.have().isFull()) {
        connect(liars.next(), true);
      }
    }
  }

  private void deliver() {
    boolean honestDelivered = false;
    for (int left = requests.size(); left > 0; left--) {
      Request request = requests.remove();
      Boolean lies = connected.get(request.peer());
      if (lies == null) {
        continue;
      }
      if (!lies && honestDelivered) {
        requests.add(request);
        continue;
      }
      honestDelivered |= !lies;
      accepted = false;
      on(new SessionEvent.BlockBegins(request.peer(), request.range()));
      if (accepted) {
        if (lies) {
          bad.add(request.range().piece());
        }
        on(new SessionEvent.BlockArrived(request.peer(), request.range()));
      }
    }
  }

  private void connect(InetAddress address, boolean lies) {
    ConnectionId id = new ConnectionId(++connections);
    connected.put(id, lies);
    PeerId peer = lies ? PeerId.random(random) : HONEST;
    on(new SessionEvent.Connected(id, peer, address, false));
    on(new SessionEvent.Received(id, HELLO));
    on(new SessionEvent.Received(id, new Have.All()));
  }

  private void on(SessionEvent event) {
    for (SessionCommand command : List.copyOf(session.on(event, now))) {
      switch (command) {
        case SessionCommand.Send(ConnectionId peer, PeerMessage.Request(BlockRange range)) ->
            requests.add(new Request(peer, range));
        case SessionCommand.Disconnect(ConnectionId peer, _) -> connected.remove(peer);
        case SessionCommand.AcceptBlock _ -> accepted = true;
        case SessionCommand.VerifyPiece(int piece) -> {
          boolean corrupt = bad.remove(piece);
          corruptPieces += corrupt ? 1 : 0;
          on(
              corrupt
                  ? new SessionEvent.PieceCorrupt(piece, true)
                  : new SessionEvent.PieceVerified(piece));
        }
        case SessionCommand _ -> {}
      }
    }
  }

  private TorrentSession session() {
    int[] sizes = new int[PIECES];
    Arrays.fill(sizes, PIECE);
    return new TorrentSession(
        SessionSettings.of(self, HELLO, 200, Sharing.DEFAULT),
        new PieceLayout(sizes),
        new Bitfield(PIECES),
        new Random(1),
        0);
  }
}
