package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.CopyUnits;
import io.torrentinno.agent.engine.model.SessionCommand.Send;
import io.torrentinno.agent.engine.model.SessionCommand.SendHints;
import io.torrentinno.agent.engine.model.SessionCommand.TakeHints;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.HintMessage.HintsPart;
import io.torrentinno.protocol.wire.HintMessage.HintsRequest;
import io.torrentinno.protocol.wire.PeerMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a session comes by copy hints, and passes them on. */
class CopyHintsTest extends CopyHintsScene {
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
}
