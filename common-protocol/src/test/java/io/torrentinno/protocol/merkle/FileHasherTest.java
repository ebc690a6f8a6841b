package io.torrentinno.protocol.merkle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.PieceHash;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHasherTest {
  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#all")
  void findsTheRootAndTheLayerThatLibtorrentFinds(GoldenTree golden) {
    FileHasher hasher = new FileHasher(golden.pieceLength());
    byte[] content = golden.content();

    hasher.update(content, 0, content.length);

    assertThatItIs(golden, hasher.finish());
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#all")
  void doesNotDependOnHowTheBytesAreCut(GoldenTree golden) {
    SplittableRandom random = new SplittableRandom(golden.size());
    FileHasher hasher = new FileHasher(golden.pieceLength());
    byte[] content = golden.content();

    for (int at = 0; at < content.length; ) {
      int part = Math.min(content.length - at, random.nextInt(1, 1 << random.nextInt(1, 19)));
      if (random.nextBoolean()) {
        hasher.update(content, at, part);
      } else {
        ByteBuffer buffer = ByteBuffer.allocateDirect(part).put(content, at, part).flip();
        hasher.update(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
      }
      at += part;
    }

    assertThat(hasher.length()).isEqualTo(golden.size());
    assertThatItIs(golden, hasher.finish());
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#large")
  void goesOnBehindPiecesThatWereHashedBefore(GoldenTree golden) {
    FileHasher hasher = new FileHasher(golden.pieceLength());
    byte[] content = golden.content();
    PieceLayer layer = new PieceLayer(golden.shape(), golden.layer());

    hasher.addPiece(layer.hash(0));
    hasher.update(content, golden.pieceLength(), content.length - golden.pieceLength());

    assertThatItIs(golden, hasher.finish());
  }

  @ParameterizedTest
  @MethodSource("io.torrentinno.protocol.merkle.GoldenTree#all")
  void hashesASinglePiece(GoldenTree golden) {
    byte[] content = golden.content();
    PieceLayer layer = new PieceLayer(golden.shape(), golden.layer());
    SubtreeHasher piece = new SubtreeHasher();

    for (int i = golden.shape().pieces() - 1; i >= 0; i--) {
      int begin = i * golden.pieceLength();
      piece.update(content, begin, Math.min(golden.pieceLength(), content.length - begin));

      assertThat(new PieceHash(piece.finish(golden.shape().pieceLayer()))).isEqualTo(layer.hash(i));
    }
  }

  @Test
  void hasNoRootForAnEmptyFile() {
    FileHashes empty = new FileHasher(1 << 16).finish();

    assertThat(empty.size()).isZero();
    assertThat(empty.root()).isNull();
    assertThat(empty.layer()).isNull();
  }

  @Test
  void canBeUsedAgain() {
    FileHasher hasher = new FileHasher(1 << 16);
    hasher.update(new byte[200_000], 0, 200_000);
    FileHashes first = hasher.finish();
    hasher.update(new byte[77_777], 0, 77_777);
    hasher.reset();
    hasher.update(new byte[200_000], 0, 200_000);

    assertThat(hasher.finish()).isEqualTo(first);
  }

  @Test
  void refusesAPieceInsideAnother() {
    FileHasher hasher = new FileHasher(1 << 16);
    hasher.update(new byte[1], 0, 1);

    assertThatThrownBy(() -> hasher.addPiece(new PieceHash(new Bytes32(1, 2, 3, 4))))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8192, 65535, 65537})
  void refusesPiecesThatAreNoPowerOfTwo(int pieceLength) {
    assertThatThrownBy(() -> new FileHasher(pieceLength))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesANodeThatIsTooLow() {
    SubtreeHasher hasher = new SubtreeHasher();
    assertThatThrownBy(() -> hasher.finish(3)).isInstanceOf(IllegalStateException.class);

    hasher.update(new byte[TreeShape.LEAF + 1], 0, TreeShape.LEAF + 1);
    assertThatThrownBy(() -> hasher.finish(0)).isInstanceOf(IllegalStateException.class);
  }

  private static void assertThatItIs(GoldenTree golden, FileHashes hashes) {
    assertThat(hashes.size()).isEqualTo(golden.size());
    assertThat(hashes.root()).isEqualTo(FileRoot.parse(golden.root()));
    assertThat(requireNonNull(hashes.layer()).toBytes()).isEqualTo(golden.layer());
  }
}
