package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PieceLayoutTest {
  private static final PieceLayout LAYOUT = new PieceLayout(new int[] {10, 30, 5});

  @Test
  void laysPiecesOfAnySizeEndToEnd() {
    assertThat(LAYOUT.count()).isEqualTo(3);
    assertThat(LAYOUT.length()).isEqualTo(45);
    assertThat(LAYOUT.largest()).isEqualTo(30);
    assertThat(new long[] {LAYOUT.offset(0), LAYOUT.offset(1), LAYOUT.offset(2)})
        .containsExactly(0, 10, 40);
    assertThat(LAYOUT.size(2)).isEqualTo(5);
  }

  @Test
  void reachesBeyondFourGibibytes() {
    int[] sizes = new int[8];
    Arrays.fill(sizes, 1 << 30);

    PieceLayout layout = new PieceLayout(sizes);

    assertThat(layout.length()).isEqualTo(8L << 30);
    assertThat(layout.offset(7)).isEqualTo(7L << 30);
  }

  @Test
  void containsRangesInsideTheirPieceOnly() {
    assertThat(LAYOUT.contains(new BlockRange(1, 0, 30))).isTrue();
    assertThat(LAYOUT.contains(new BlockRange(1, 29, 1))).isTrue();
    assertThat(LAYOUT.contains(new BlockRange(1, 29, 2))).isFalse();
    assertThat(LAYOUT.contains(new BlockRange(3, 0, 1))).isFalse();
  }

  @Test
  void countsTheBytesOfPieces() {
    Bitfield pieces = new Bitfield(3);
    pieces.set(0);
    pieces.set(2);

    assertThat(LAYOUT.bytesIn(pieces)).isEqualTo(15);
  }

  @Test
  void refusesNoPiecesAndEmptyOnes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PieceLayout(new int[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> new PieceLayout(new int[] {1, 0}));
    assertThatIllegalArgumentException().isThrownBy(() -> new PieceLayout(new int[] {-1}));
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockRange(-1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockRange(0, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockRange(0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockRange(0, Integer.MAX_VALUE, 1));
  }
}
