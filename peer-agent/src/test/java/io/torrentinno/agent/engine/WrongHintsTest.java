package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.CopyUnits;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionCommand.TakeHints;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.HintMessage.HintsRequest;
import io.torrentinno.protocol.wire.PeerMessage;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Useless hints, and the peers that send them. */
class WrongHintsTest extends CopyHintsScene {
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
  void asksOthersAlthoughAPeerThatSentWrongHintsConnectsOftenAgain() {
    for (int connection = 1; connection <= 20; connection++) {
      ConnectionId id = new ConnectionId(connection);
      List<SessionCommand> greeted = seeder(id, HELLO, PeerId.random(new Random(1)), "192.0.2.1");
      assertThat(sent(greeted, HintsRequest.class)).hasSize(connection == 1 ? 1 : 0);
      sendWrongHints(id);
      on(new SessionEvent.Disconnected(id));
    }

    assertThat(sent(seeder(new ConnectionId(50), HELLO), HintsRequest.class)).hasSize(1);
  }

  @Test
  void asksOthersAlthoughAPeerWithWrongHintsTakesNewIds() {
    for (int peer = 1; peer <= 20; peer++) {
      List<SessionCommand> greeted = seeder(peer, "192.0.2.1");
      assertThat(sent(greeted, HintsRequest.class)).hasSize(peer <= 4 ? 1 : 0);
      sendWrongHints(new ConnectionId(peer));
    }

    assertThat(sent(seeder(50, "192.0.2.2"), HintsRequest.class)).hasSize(1);
  }

  @Test
  void asksNobodyAfterSixteenPeersHaveSentWrongHints() {
    for (int peer = 1; peer <= 17; peer++) {
      seeder(peer, "192.0.2." + peer);
    }
    for (int peer = 1; peer <= 15; peer++) {
      assertThat(sent(sendWrongHints(new ConnectionId(peer)), HintsRequest.class)).hasSize(1);
    }

    List<SessionCommand> commands = sendWrongHints(new ConnectionId(16));

    assertThat(sent(commands, HintsRequest.class)).isEmpty();
    assertThat(sent(commands, PeerMessage.Request.class)).isNotEmpty();
  }

  private List<SessionCommand> sendWrongHints(ConnectionId id) {
    receive(id, part(70_000, 0, 65_536));
    return on(new SessionEvent.HintsRead(false));
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

  private List<SessionCommand> seeder(int number, String address) {
    ConnectionId id = new ConnectionId(number);
    return seeder(id, HELLO, PeerId.random(new Random(number)), address);
  }
}
