package io.torrentinno.agent.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.TorrentSession;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionCommand.Serve;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.model.SessionSettings.Sharing;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A lone seeder among strangers that are shown pieces and never ask for them. */
class SuperSeedingTest {
  private static final int PIECE = 16 * 1024;
  private static final int PIECES = 8;
  private static final PeerMessage.Hello HELLO = new PeerMessage.Hello(1, PIECE, 16, 0, "test");
  private static final ConnectionId FETCHER = new ConnectionId(1);

  private final Set<Integer> fetched = new HashSet<>();
  private final Set<ConnectionId> choked = new HashSet<>();
  private final TorrentSession session = session();
  private int connections = 1;
  private long now;

  @Test
  void aFetcherGetsEveryPieceThoughStrangersAreShownThemAllTheTime() {
    greet(FETCHER);
    on(new SessionEvent.Received(FETCHER, new PeerMessage.Interested()));

    for (int i = 0; i < 100 && fetched.size() < PIECES; i++) {
      now += Duration.ofMillis(250).toNanos();
      greet(new ConnectionId(++connections));
      on(new SessionEvent.Tick());
    }

    assertThat(fetched).hasSize(PIECES);
  }

  @Test
  void strangersThatAskForNothingDoNotTakeTheSlotsOfAFetcher() {
    for (int i = 0; i < 190; i++) {
      greet(new ConnectionId(++connections));
    }
    ConnectionId fetcher = new ConnectionId(++connections);
    greet(fetcher);
    on(new SessionEvent.Received(fetcher, new PeerMessage.Interested()));

    int served = 0;
    for (int tick = 0; tick < 600; tick++) {
      now += Duration.ofMillis(100).toNanos();
      on(new SessionEvent.Tick());
      if (!choked.contains(fetcher)) {
        served++;
        BlockRange range = new BlockRange(tick % (PIECES - 1), 0, PIECE);
        on(new SessionEvent.Received(fetcher, new PeerMessage.Request(range)));
      }
    }

    assertThat(served).as("ticks out of 600 in which it was served").isGreaterThan(500);
  }

  private void greet(ConnectionId connection) {
    PeerId peer = PeerId.random(new Random(connection.value()));
    on(new SessionEvent.Connected(connection, peer, InetAddress.getLoopbackAddress(), false));
    on(new SessionEvent.Received(connection, HELLO));
    on(new SessionEvent.Received(connection, new Have.None()));
  }

  /** The fetcher asks for each piece that it is told of, and says when it has it. */
  private void on(SessionEvent event) {
    for (SessionCommand command : List.copyOf(session.on(event, now))) {
      if (command instanceof Send(ConnectionId to, PeerMessage.Choke())) {
        choked.add(to);
      } else if (command instanceof Send(ConnectionId to, PeerMessage.Unchoke())) {
        choked.remove(to);
      } else if (command instanceof Send(ConnectionId to, Have.Piece(int piece))
          && to.equals(FETCHER)) {
        BlockRange range = new BlockRange(piece, 0, PIECE);
        on(new SessionEvent.Received(FETCHER, new PeerMessage.Request(range)));
      } else if (command instanceof Serve(ConnectionId to, BlockRange range)) {
        fetched.add(range.piece());
        on(new SessionEvent.BlockServed(to, range));
        on(new SessionEvent.Received(to, new Have.Piece(range.piece())));
      }
    }
  }

  private static TorrentSession session() {
    int[] sizes = new int[PIECES];
    Arrays.fill(sizes, PIECE);
    return new TorrentSession(
        SessionSettings.of(PeerId.random(new Random(99)), HELLO, 200, Sharing.DEFAULT),
        new PieceLayout(sizes),
        Bitfield.full(PIECES),
        new Random(1),
        0);
  }
}
