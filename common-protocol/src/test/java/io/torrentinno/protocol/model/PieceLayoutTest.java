package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9})
  void laysPiecesOfOneSizeAsItDoesAnyOthers(int last) {
    PieceLayout layout = PieceLayout.uniform(4, 3, last);

    assertThat(layout).isEqualTo(new PieceLayout(new int[] {4, 4, last}));
    assertThat(layout.length()).isEqualTo(8 + last);
    assertThat(layout.largest()).isEqualTo(Math.max(4, last));
    assertThat(new long[] {layout.offset(0), layout.offset(2), layout.offset(3)})
        .containsExactly(0, 8, 8 + last);
    assertThat(new int[] {layout.size(0), layout.size(1), layout.size(2)})
        .containsExactly(4, 4, last);
  }

  @Test
  void refusesPiecesThatItDoesNotHave() {
    PieceLayout layout = PieceLayout.uniform(4, 3, 1);

    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> layout.size(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> layout.offset(-1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> LAYOUT.size(3));
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
  void mayHaveNoPieces() {
    PieceLayout none = new PieceLayout(new int[0]);

    assertThat(none.count()).isZero();
    assertThat(none.length()).isZero();
    assertThat(none.bytesIn(new Bitfield(0))).isZero();
  }

  @Test
  void refusesEmptyPieces() {
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
