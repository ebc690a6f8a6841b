package io.torrentinno.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PieceLayerTest {
  private static final FileRoot ROOT = FileRoot.parse("ab".repeat(32));

  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#all")
  void hasTheRootOfItsFile(GoldenTree golden) {
    PieceLayer layer = new PieceLayer(golden.shape(), golden.layer());

    assertThat(layer.root()).isEqualTo(FileRoot.parse(golden.root()));
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#all")
  void provesRangesAsTheSpecificationShows(GoldenTree golden) {
    PieceLayer layer = new PieceLayer(golden.shape(), golden.layer());

    for (GoldenTree.Proof proof : golden.proofs()) {
      HashRange range = proof.range(golden);

      assertThat(golden.shape().has(range)).isTrue();
      assertThat(layer.prove(range)).as("%s", proof).isEqualTo(proof.bytes());
      assertThat(HashProof.holds(golden.shape(), range, proof.bytes())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#all")
  void refusesAProofWithAnyChangedByte(GoldenTree golden) {
    SplittableRandom random = new SplittableRandom(1);
    for (GoldenTree.Proof proof : golden.proofs()) {
      HashRange range = proof.range(golden);
      byte[] forged = proof.bytes();
      for (int hash = 0; hash < forged.length; hash += FileRoot.LENGTH) {
        int at = hash + random.nextInt(FileRoot.LENGTH);
        forged[at] ^= (byte) (1 << random.nextInt(8));
        assertThat(HashProof.holds(golden.shape(), range, forged)).as("byte %d", at).isFalse();
        forged[at] = proof.bytes()[at];
      }
      byte[] shorter = Arrays.copyOf(forged, forged.length - FileRoot.LENGTH);
      byte[] longer = Arrays.copyOf(forged, forged.length + FileRoot.LENGTH);
      assertThat(HashProof.holds(golden.shape(), range, shorter)).isFalse();
      assertThat(HashProof.holds(golden.shape(), range, longer)).isFalse();
      assertThat(HashProof.holds(golden.shape(), range, new byte[0])).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 2047, 2048, 2049, 5000, 8192})
  void arrivesRangeByRange(int pieces) {
    PieceLayer layer = layer(pieces);
    PartialLayer partial = new PartialLayer(layer.shape(), layer.root());

    for (int number = partial.ranges() - 1; number >= 0; number--) {
      assertThat(partial.whole()).isNull();
      assertThat(partial.nextMissing(0)).isZero();
      HashRange range = partial.range(number);
      assertThat(partial.hash(range.index())).isNull();

      assertThat(partial.add(number, prove(layer, range))).isTrue();

      assertThat(partial.hash(range.index())).isEqualTo(layer.hash(range.index()));
      assertThat(partial.rangeOf(range.index())).isEqualTo(number);
    }
    assertThat(partial.nextMissing(0)).isEqualTo(-1);
    PieceLayer whole = Objects.requireNonNull(partial.whole());
    assertThat(whole).isEqualTo(layer);
    assertThat(whole.root()).isEqualTo(layer.root());
    for (int number = 0; number < partial.ranges(); number++) {
      HashRange range = partial.range(number);
      assertThat(whole.prove(range)).isEqualTo(layer.prove(range));
    }
    assertThat(partial.ranges()).isEqualTo(Math.ceilDiv(pieces, 2048));
  }

  @Test
  void keepsNoForgedHashes() {
    PieceLayer layer = layer(5000);
    PartialLayer partial = new PartialLayer(layer.shape(), layer.root());
    byte[] forged = prove(layer, partial.range(1));
    forged[77] ^= 1;

    assertThat(partial.add(1, forged)).isFalse();
    assertThat(partial.add(2, prove(layer, partial.range(1)))).isFalse();
    assertThat(partial.nextMissing(0)).isZero();
    assertThat(partial.nextMissing(1)).isEqualTo(1);
    assertThat(partial.hash(2048)).isNull();
  }

  @Test
  void provesAnyRangeOfALargeFile() {
    PieceLayer layer = layer(10_000);
    TreeShape shape = layer.shape();
    int low = shape.pieceLayer();

    IntStream.rangeClosed(low, shape.height())
        .forEach(level -> {
          for (int length = 1;
              length <= Math.min(2048, 1 << (shape.height() - level));
              length *= 4) {
            int last = (shape.nodes(level) - 1) / length * length;
            HashRange range = new HashRange(layer.root(), level, last, length);

            assertThat(shape.has(range)).isTrue();
            assertThat(HashProof.holds(shape, range, prove(layer, range))).as("%s", range).isTrue();
          }
        });
  }

  @Test
  void hasNoHashesBelowThePieces() {
    PieceLayer layer = layer(10);

    assertThat(layer.prove(new HashRange(layer.root(), 1, 0, 2))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2,0,8,true",
    "2,4,4,true",
    "2,5,1,true",
    "2,6,2,false",
    "2,6,1,false",
    "2,0,16,false",
    "5,0,1,true",
    "5,0,2,false",
    "5,1,1,false",
    "6,0,1,false",
    "0,16,16,true",
    "0,32,32,false"
  })
  void saysWhichRangesAFileHas(int layer, int index, int length, boolean has) {
    TreeShape shape = new TreeShape(5 * 65536 + 1, 65536); // six pieces, 21 leaves

    assertThat(shape.has(new HashRange(ROOT, layer, index, length))).isEqualTo(has);
  }

  @ParameterizedTest
  @CsvSource({"-1,0,1", "31,0,1", "0,0,0", "0,0,3", "0,0,4096", "0,1,2", "0,-2,2", "0,0,-2"})
  void refusesRangesThatNoTreeHas(int layer, int index, int length) {
    assertThatThrownBy(() -> new HashRange(ROOT, layer, index, length))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnotherNumberOfHashes() {
    assertThatThrownBy(() -> new PieceLayer(new TreeShape(65537, 65536), new byte[32]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("32 bytes of hashes for 2 pieces");
  }

  private static PieceLayer layer(int pieces) {
    byte[] hashes = new byte[32 * pieces];
    new SplittableRandom(pieces).nextBytes(hashes);
    return new PieceLayer(new TreeShape(65536L * pieces - 1, 65536), hashes);
  }

  private static byte[] prove(PieceLayer layer, HashRange range) {
    byte[] proof = layer.prove(range);
    assertThat(proof).isNotNull();
    return proof == null ? new byte[0] : proof;
  }
}
