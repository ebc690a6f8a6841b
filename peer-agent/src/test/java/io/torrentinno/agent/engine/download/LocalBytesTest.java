package io.torrentinno.agent.engine.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.Layers;
import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.CopyUnits;
import io.torrentinno.agent.engine.model.SessionCommand.VerifyPiece;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.ProofMessage.Hashes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a session does with pieces that lie, or partly lie, elsewhere on this machine. */
class LocalBytesTest extends LocalBytesScene {
  private static final ConnectionId TWO = new ConnectionId(2);

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

  private static BlockRange unit(int unit) {
    return new BlockRange(0, unit * UNIT, UNIT);
  }
}
