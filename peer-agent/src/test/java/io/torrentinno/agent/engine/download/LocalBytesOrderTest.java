package io.torrentinno.agent.engine.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.engine.SessionContent;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.agent.engine.model.SessionCommand;
import io.torrentinno.agent.engine.model.SessionCommand.CopyUnits;
import io.torrentinno.agent.engine.model.SessionCommand.VerifyPiece;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * At which pieces a session looks for local bytes, in which order, and how many it copies at a
 * time.
 */
class LocalBytesOrderTest extends LocalBytesScene {
  @Test
  void copiesNoPieceThatIsSkipped() {
    put(3, 0, UNITS);

    assertThat(skip(3)).doesNotHaveAnyElementsOfTypes(CopyUnits.class);
    assertThat(tick()).doesNotHaveAnyElementsOfTypes(CopyUnits.class);
  }

  @Test
  void copiesASkippedPieceWhenItIsChosenAgain() {
    put(3, 0, UNITS);
    skip(3);

    assertThat(skip()).contains(new CopyUnits(3, units(0, UNITS)));
  }

  @Test
  void copiesFewPiecesAtATime() {
    session = session(300);
    for (int piece = 0; piece < 300; piece++) {
      put(piece, 0, UNITS);
    }

    List<SessionCommand> first = tick();
    List<SessionCommand> second = on(copied(0, 0, UNITS));

    assertThat(first).hasSize(64); // 8 MiB
    assertThat(tick()).isEmpty();
    assertThat(second).containsExactly(new VerifyPiece(0), new CopyUnits(64, units(0, UNITS)));
  }

  @Test
  void looksOnlyAtPiecesThatAreToBeFetched() {
    List<Integer> asked = new ArrayList<>();
    Bitfield skipped = Bitfield.full(PIECES);
    skipped.clear(2);

    session =
        session(
            new SessionContent(
                new PieceLayout(new int[] {PIECE, PIECE, PIECE, PIECE, PIECE, PIECE, PIECE, PIECE}),
                new Bitfield(PIECES),
                HashBook.COMPLETE,
                new PieceChoice(skipped, new Bitfield(PIECES)),
                piece -> {
                  asked.add(piece);
                  return new BitSet();
                }));

    assertThat(asked).containsExactly(2);
  }

  @Test
  void copiesFirstWhatAProgramReadsAndThenWhatHasHighPriority() {
    session = session(300);
    for (int piece = 0; piece < 300; piece++) {
      put(piece, 0, UNITS);
    }
    tick();
    Bitfield high = new Bitfield(300);
    high.set(150);
    on(new SessionEvent.ChoiceChanged(new PieceChoice(new Bitfield(300), high)));
    on(new SessionEvent.ReadersMoved(List.of(new PieceSpan(200, 201))));

    assertThat(on(copied(0, 0, UNITS))).contains(new CopyUnits(200, units(0, UNITS)));
    assertThat(on(copied(1, 0, UNITS))).contains(new CopyUnits(150, units(0, UNITS)));
    assertThat(on(copied(2, 0, UNITS))).contains(new CopyUnits(64, units(0, UNITS)));
  }

  @Test
  void looksAtFewPiecesInATurnAndAsksNoPeerBeforeItHasSeenAll() {
    int count = 2500;
    List<Integer> asked = new ArrayList<>();
    session =
        session(
            count,
            PIECE,
            piece -> {
              asked.add(piece);
              return new BitSet();
            });
    assertThat(asked).hasSize(1024);

    assertThat(tick()).containsExactly(new SessionCommand.LookOn());
    assertThat(requests(seeder(ONE))).isEmpty();
    assertThat(on(new SessionEvent.LookedOn())).contains(new SessionCommand.LookOn());
    assertThat(asked).hasSize(2048);
    List<SessionCommand> last = on(new SessionEvent.LookedOn());

    assertThat(asked).startsWith(0, 1).contains(count - 1);
    assertThat(last).doesNotContain(new SessionCommand.LookOn());
    assertThat(requests(last)).isNotEmpty();
  }

  /** Hints may have a run for each unit. */
  @Test
  void looksAtFewerPiecesInATurnWhenTheyHaveManyHintedUnits() {
    Set<Integer> asked = new HashSet<>();
    LocalBytes hinted =
        new LocalBytes() {
          @Override
          public BitSet units(int piece) {
            asked.add(piece);
            return new BitSet();
          }

          @Override
          public boolean isHinted(int piece) {
            return true;
          }
        };

    session = session(1000, 64 * UNIT, hinted);

    assertThat(asked).hasSize(128);
  }

  private List<SessionCommand> skip(int... pieces) {
    Bitfield skipped = new Bitfield(PIECES);
    Arrays.stream(pieces).forEach(skipped::set);
    return on(new SessionEvent.ChoiceChanged(new PieceChoice(skipped, new Bitfield(PIECES))));
  }
}
