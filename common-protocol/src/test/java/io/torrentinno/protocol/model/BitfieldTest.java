package io.torrentinno.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitfieldTest {
  private static final long SEED = 20_260_102;

  @Test
  void behavesAsASetOfPieces() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < 200; run++) {
      int size = random.nextInt(1, 300);
      Bitfield pieces = new Bitfield(size);
      BitSet model = new BitSet(size);
      for (int step = 0; step < 100; step++) {
        int piece = random.nextInt(size);
        boolean had = model.get(piece);
        boolean add = random.nextBoolean();

        model.set(piece, add);

        assertThat(add ? pieces.set(piece) : pieces.clear(piece)).isEqualTo(had != add);
      }
      assertSame(pieces, model, size);
      assertThat(Bitfield.parse(pieces.toBytes(), size)).isEqualTo(pieces);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 128, 1000})
  void isFullOnceItHasEveryPiece(int size) {
    Bitfield pieces = new Bitfield(size);
    for (int piece = 0; piece < size; piece++) {
      assertThat(pieces.isFull()).isFalse();
      assertThat(pieces.nextClear(0)).isEqualTo(piece);
      pieces.set(piece);
    }

    assertThat(pieces.isFull()).isTrue();
    assertThat(pieces.nextClear(0)).isEqualTo(-1);
    assertThat(pieces).isEqualTo(Bitfield.full(size));
  }

  @Test
  void putsPieceZeroIntoTheHighBitOfTheFirstByte() {
    Bitfield pieces = new Bitfield(11);
    pieces.set(0);
    pieces.set(10);

    assertThat(pieces.toBytes()).containsExactly(0x80, 0x20);
  }

  @Test
  void refusesSpareBitsAndOtherLengths() {
    assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.parse(new byte[] {0, 0x10}, 11));
    assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.parse(new byte[1], 11));
    assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.parse(new byte[3], 11));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bitfield(-1));
  }

  @Test
  void isFullWithoutPieces() {
    Bitfield none = Bitfield.parse(new byte[0], 0);

    assertThat(none.isFull()).isTrue();
    assertThat(none.nextClear(0)).isEqualTo(-1);
    assertThat(Bitfield.full(0)).isEqualTo(none);
    assertThat(none.toBytes()).isEmpty();
  }

  @Test
  void refusesPiecesThatDoNotExist() {
    Bitfield pieces = new Bitfield(11);

    assertThatThrownBy(() -> pieces.get(11)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> pieces.set(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> pieces.clear(63)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(pieces.nextClear(11)).isEqualTo(-1);
  }

  @Test
  void sharesNothingWithItsCopy() {
    Bitfield pieces = new Bitfield(11);
    Bitfield copy = pieces.copy();

    pieces.set(3);

    assertThat(copy.isEmpty()).isTrue();
    assertThat(pieces).isNotEqualTo(copy);
  }

  @Test
  void countsThePiecesThatAnotherLacksAndCopiesIt() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < 100; run++) {
      int size = random.nextInt(1, 300);
      Bitfield one = new Bitfield(size);
      Bitfield other = new Bitfield(size);
      int beyond = 0;
      for (int piece = 0; piece < size; piece++) {
        boolean inOne = random.nextBoolean() && one.set(piece);
        boolean inOther = random.nextBoolean() && other.set(piece);
        beyond += inOne && !inOther ? 1 : 0;
      }

      assertThat(one.cardinalityWithout(other)).isEqualTo(beyond);
      one.setTo(other);
      assertThat(one).isEqualTo(other);
      assertThat(one.cardinality()).isEqualTo(other.cardinality());
      assertThat(one.cardinalityWithout(other)).isZero();
    }
  }

  private static void assertSame(Bitfield pieces, BitSet model, int size) {
    assertThat(pieces.cardinality()).isEqualTo(model.cardinality());
    assertThat(pieces.isEmpty()).isEqualTo(model.isEmpty());
    for (int piece = 0; piece < size; piece++) {
      int clear = model.nextClearBit(piece);
      assertThat(pieces.get(piece)).isEqualTo(model.get(piece));
      assertThat(pieces.nextSet(piece)).isEqualTo(model.nextSetBit(piece));
      assertThat(pieces.nextClear(piece)).isEqualTo(clear < size ? clear : -1);
    }
  }
}
