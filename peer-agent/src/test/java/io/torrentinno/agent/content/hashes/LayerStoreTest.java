package io.torrentinno.agent.content.hashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.merkle.PieceLayer;
import io.torrentinno.protocol.merkle.TreeShape;
import io.torrentinno.protocol.model.FileRoot;
import io.torrentinno.protocol.model.HashRange;
import io.torrentinno.protocol.model.PieceHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {
  private static final int PIECE = 64 * 1024;
  private static final int LARGE = 5000;

  private final PieceLayer three = layer(3, 1);
  private final PieceLayer large = layer(LARGE, 2);
  private final FileRoot small = FileRoot.of(new byte[32], 0);

  @TempDir private Path folder;
  private FileTree tree;

  /** Pieces 0 to 2: a; 3: b; 4 to 6: c, the same as a; then d. */
  @BeforeEach
  void makeTree() throws ManifestException {
    tree =
        FileTreeBuilder.build(
            List.of(
                file("a", 3L * PIECE, three.root()),
                file("b", 7, small),
                file("c", 3L * PIECE, three.root()),
                file("d", (long) LARGE * PIECE, large.root())),
            PIECE);
  }

  @Test
  void knowsTheHashOfAFileOfOnePieceFromItsRoot() {
    LayerStore store = LayerStore.inMemory(tree);

    assertThat(store.hash(3)).isEqualTo(new PieceHash(small.value()));
    assertThat(store.missing(3)).isNull();
    assertThat(store.missing()).isEqualTo(6 + LARGE);
    assertThat(store.isKnown(0)).isFalse();
    assertThat(store.nodeLayer(3)).isZero();
    assertThat(store.nodeLayer(0)).isEqualTo(2);
  }

  @Test
  void takesOneAnswerForAllFilesWithTheSameBytes() {
    LayerStore store = LayerStore.inMemory(tree);
    HashRange range = Objects.requireNonNull(store.missing(5));

    assertThat(range).isEqualTo(new HashRange(three.root(), 2, 0, 4));
    assertThat(store.pieces(range)).containsExactly(0, 1, 2, 4, 5, 6);
    assertThat(store.accept(range, Objects.requireNonNull(three.prove(range)))).isTrue();

    assertThat(IntStream.of(0, 1, 2).mapToObj(store::hash))
        .containsExactly(three.hash(0), three.hash(1), three.hash(2));
    assertThat(store.hash(6)).isEqualTo(three.hash(2));
    assertThat(store.missing()).isEqualTo(LARGE);
    assertThat(store.missing(0)).isNull();
    assertThat(store.layer(0)).isEqualTo(three);
    assertThat(store.layer(1)).isNull();
  }

  @Test
  void takesALargeLayerRangeByRange() {
    LayerStore store = LayerStore.inMemory(tree);
    for (int piece : new int[] {4096, 0, 2048}) {
      HashRange range = Objects.requireNonNull(store.missing(7 + piece));
      assertThat(range.index()).isEqualTo(piece);
      assertThat(store.pieces(range)).hasSize(Math.min(2048, LARGE - piece));
      assertThat(store.prove(range)).isNull();
      assertThat(store.accept(range, Objects.requireNonNull(large.prove(range)))).isTrue();
      assertThat(store.hash(7 + piece)).isEqualTo(large.hash(piece));
    }

    assertThat(store.missing()).isEqualTo(6);
    HashRange again = new HashRange(large.root(), 2, 2048, 2048);
    assertThat(store.prove(again)).isEqualTo(large.prove(again));
  }

  @Test
  void refusesHashesThatTheRootRulesOut() {
    LayerStore store = LayerStore.inMemory(tree);
    HashRange range = Objects.requireNonNull(store.missing(7 + 2048));
    byte[] answer = Objects.requireNonNull(large.prove(range));
    answer[777]++;

    assertThat(store.accept(range, answer)).isFalse();
    assertThat(store.accept(range, new byte[32])).isFalse();
    assertThat(store.hash(7 + 2048)).isNull();
    assertThat(store.missing()).isEqualTo(6 + LARGE);
  }

  @Test
  void knowsWhichRangesThereAre() {
    LayerStore store = LayerStore.inMemory(tree);

    assertThat(store.has(new HashRange(three.root(), 2, 0, 4))).isTrue();
    assertThat(store.has(new HashRange(three.root(), 0, 8, 4))).isTrue();
    assertThat(store.has(new HashRange(small, 0, 0, 1))).isTrue();
    assertThat(store.has(new HashRange(three.root(), 2, 0, 8))).isFalse();
    assertThat(store.has(new HashRange(three.root(), 0, 12, 4))).isFalse();
    assertThat(store.has(new HashRange(FileRoot.of(new byte[33], 1), 0, 1, 1))).isFalse();
    assertThat(store.provable()).isEqualTo(3 + LARGE + 3 * 2);
  }

  @Test
  void keepsLayersOverARestart() throws IOException {
    Path file = folder.resolve("layers");
    LayerStore store = LayerStore.open(file, tree);
    HashRange range = Objects.requireNonNull(store.missing(0));
    store.accept(range, Objects.requireNonNull(three.prove(range)));
    store.add(3, large);
    store.close();

    LayerStore next = LayerStore.open(file, tree);
    assertThat(next.missing()).isZero();
    assertThat(next.layer(3)).isEqualTo(large);
    assertThat(next.layer(2)).isEqualTo(three);
    assertThat(Files.size(file)).isEqualTo(32L * (3 + LARGE));
  }

  @Test
  void believesNoDamagedLayer() throws IOException {
    Path file = folder.resolve("layers");
    LayerStore store = LayerStore.open(file, tree);
    store.add(0, three);
    store.add(3, large);
    store.close();
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 32) {
      byte[] damaged = bytes.clone();
      damaged[at]++;
      Files.write(file, damaged);
      LayerStore next = LayerStore.open(file, tree);
      assertThat(next.missing()).isIn(6, LARGE);
      at += at > 320 ? 32 * 500 : 0;
    }
    Files.write(file, new byte[bytes.length]);
    assertThat(LayerStore.open(file, tree).missing()).isEqualTo(6 + LARGE);
    Files.write(file, new byte[7]);
    assertThat(LayerStore.open(file, tree).missing()).isEqualTo(6 + LARGE);
  }

  @Test
  void writesWhatIsNewAndNothingElse() throws IOException {
    Path file = folder.resolve("layers");
    LayerStore store = LayerStore.open(file, tree);
    store.save();
    assertThat(file).doesNotExist();
    store.add(0, three);
    store.save();
    Files.delete(file);
    store.save();
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesTheLayerOfAnotherFile() {
    LayerStore store = LayerStore.inMemory(tree);

    assertThatThrownBy(() -> store.add(3, three)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsTheHeapThatItTakes() {
    assertThat(LayerStore.memoryFor(tree)).isBetween(32L * (6 + LARGE), 34L * (6 + LARGE) + 512);
  }

  private static Entry.File file(String name, long size, FileRoot root) {
    return new Entry.File(List.of(name), size, root, false);
  }

  private static PieceLayer layer(int pieces, long seed) {
    byte[] hashes = new byte[32 * pieces];
    new Random(seed).nextBytes(hashes);
    return new PieceLayer(new TreeShape((long) pieces * PIECE, PIECE), hashes);
  }
}
