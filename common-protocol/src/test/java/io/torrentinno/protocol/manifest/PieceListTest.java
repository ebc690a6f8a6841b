package io.torrentinno.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.torrentinno.protocol.manifest.Manifest.Piece;
import io.torrentinno.protocol.model.PieceHash;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceListTest {
  private static final int MILLION = 1_000_000;
  private static final PieceHash HASH = PieceHash.parse(Manifests.FULL_PIECE);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 17, 4095, 4096, 4097, 9000})
  void keepsPiecesOfAnySizeAndCaseAsTheyAreWritten(int count) {
    for (long seed = 0; seed < 6; seed++) {
      List<Piece> pieces = pieces(new SplittableRandom(seed), count, seed % 2 == 0, seed % 3);

      assertThat(PieceList.copyOf(pieces)).containsExactlyElementsOf(pieces);
    }
  }

  @Test
  void isEqualOnlyToTheSamePieces() {
    List<Piece> lower = pieces(new SplittableRandom(1), 20, true, 0);
    List<Piece> upper = pieces(new SplittableRandom(1), 20, true, 1);

    assertThat(PieceList.copyOf(lower))
        .isEqualTo(PieceList.copyOf(new ArrayList<>(lower)))
        .hasSameHashCodeAs(lower)
        .isEqualTo(lower)
        .isNotEqualTo(PieceList.copyOf(upper))
        .isNotEqualTo(PieceList.copyOf(lower.subList(1, 20)));
  }

  @Test
  void returnsHashesWrittenInEitherCase() {
    PieceList pieces =
        PieceList.copyOf(
            List.of(new Piece(Manifests.FULL_PIECE.toUpperCase(java.util.Locale.ROOT), 1)));

    assertThat(pieces.hash(0)).isEqualTo(HASH);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> pieces.hash(1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> pieces.get(-1));
  }

  @Test
  void refusesWhatIsNoPiece() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PieceList.copyOf(List.of(new Piece("ab", 1))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PieceList.copyOf(List.of(new Piece(Manifests.FULL_PIECE, 0))));
  }

  @Test
  void takesNoMoreThan33BytesForAPieceOfTheUsualSize() {
    assertThat(allocatedFor(piece -> 262_144) / (double) MILLION).isLessThan(33);
  }

  @Test
  void takesNoMoreThan40BytesForAPieceOfAnySizeOnceAllAreThere() {
    PieceList pieces = listOf(piece -> 1 + piece);

    assertThat(pieces.layout().size(MILLION - 1)).isEqualTo(MILLION);
    assertThat(allocatedFor(piece -> 1 + piece) / (double) MILLION)
        .as("32 and 8 that stay, 4 for each size, and what those grew out of")
        .isLessThan(56);
  }

  private static long allocatedFor(IntUnaryOperator sizes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    PieceList pieces = listOf(sizes);
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(pieces).hasSize(MILLION);
    return after - before;
  }

  private static PieceList listOf(IntUnaryOperator sizes) {
    PieceList.Builder builder = new PieceList.Builder();
    for (int i = 0; i < MILLION; i++) {
      builder.add(HASH, sizes.applyAsInt(i));
    }
    return builder.build();
  }

  /**
   * Pieces of random hashes.
   *
   * @param letters 0 for lower case, 1 for upper, 2 for both
   */
  private static List<Piece> pieces(
      SplittableRandom random, int count, boolean oneSize, long letters) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] hash = new byte[PieceHash.LENGTH];
      random.nextBytes(hash);
      boolean upper = letters == 2 ? random.nextBoolean() : letters == 1;
      HexFormat hex = upper ? HexFormat.of().withUpperCase() : HexFormat.of();
      int size = oneSize && i < count - 1 ? 100 : random.nextInt(1, 200);
      pieces.add(new Piece(hex.formatHex(hash), size));
    }
    return pieces;
  }
}
