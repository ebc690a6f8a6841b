package io.torrentinno.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.download.ActivePiece;
import io.torrentinno.agent.engine.model.Ban;
import io.torrentinno.agent.engine.model.ConnectionId;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;
import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Which senders of a corrupt piece are banned. */
class BadPiecesTest extends BadPeersScene {
  private static final ConnectionId THREE = new ConnectionId(3);

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
}
