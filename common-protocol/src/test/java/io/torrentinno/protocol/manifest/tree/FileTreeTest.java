package io.torrentinno.protocol.manifest.tree;

import static io.torrentinno.protocol.manifest.tree.Trees.file;
import static io.torrentinno.protocol.manifest.tree.Trees.folder;
import static io.torrentinno.protocol.manifest.tree.Trees.link;
import static io.torrentinno.protocol.manifest.tree.Trees.path;
import static io.torrentinno.protocol.manifest.tree.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeTest {
  private static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Test
  void saysHowManyBytesItsNamesTake() throws Exception {
    long few = tree(file("a", 1)).nameBytes();

    assertThat(tree(file("ä".repeat(100), 1)).nameBytes() - few).isEqualTo(199);
  }

  @Test
  void everyFileBeginsWithAPieceOfItsOwn() throws ManifestException {
    FileTree tree =
        tree(
            file("a", 0),
            file("b", 65_537),
            folder("c"),
            link("d", "b"),
            file("e", 1),
            file("f", 3 * 65_536),
            file("g", 0));

    assertThat(tree.pieces()).isEqualTo(6);
    assertThat(IntStream.range(0, 6).map(tree::entryOf)).containsExactly(1, 1, 4, 5, 5, 5);
    assertThat(IntStream.range(0, 6).map(tree::pieceSize))
        .containsExactly(65_536, 1, 1, 65_536, 65_536, 65_536);
    assertThat(IntStream.range(0, 7).map(tree::firstPiece)).containsExactly(0, 0, 2, 2, 2, 3, 6);
    assertThat(IntStream.range(0, 7).map(tree::pieces)).containsExactly(0, 2, 0, 0, 1, 3, 0);
    assertThatThrownBy(() -> tree.entryOf(6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void foldersAreThereOnceAndComeBeforeWhatIsInThem() throws ManifestException {
    FileTree tree = tree(file("a/b/c", 1), file("a/b/d/e", 1), file("a/f", 1), file("g/b", 1));

    assertThat(IntStream.range(0, tree.folders()).mapToObj(tree::folderPath))
        .containsExactly(List.of(), path("a"), path("a/b"), path("a/b/d"), path("g"));
    assertThat(IntStream.range(0, tree.folders()).map(tree::parent)).containsExactly(0, 0, 1, 2, 0);
    assertThat(IntStream.range(0, 4).map(tree::folder)).containsExactly(2, 3, 1, 4);
    assertThat(tree.folderName(3)).isEqualTo("d");
    assertThat(tree.name(2)).isEqualTo("f");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void findsEveryEntryAndNothingElse(long seed) throws ManifestException {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(200); i > 0; i--) {
      // Names of folders and files differ, so that no file is in the way of a folder.
      String folders =
          random
              .ints(random.nextInt(5), 0, 4)
              .mapToObj(f -> "f" + f + "/")
              .reduce("", String::concat);
      String path = folders + "ü" + random.nextInt(20);
      entries.put(
          path, random.nextInt(9) == 0 ? link(path, ".") : file(path, random.nextInt(200_000)));
    }

    FileTree tree = FileTreeBuilder.build(entries.values(), Trees.PIECE);

    assertThat(tree).hasSameElementsAs(entries.values()).hasSameSizeAs(entries.values());
    assertThat(tree)
        .isSortedAccordingTo((a, b) -> PathRules.PATH_ORDER.compare(a.path(), b.path()));
    for (int entry = 0; entry < tree.size(); entry++) {
      assertThat(tree.find(tree.path(entry))).isEqualTo(entry);
    }
    for (String other : List.of("", "f0", "f0/f1", "ü", "ü0/ü0", "f9/ü0", "zz", "a")) {
      assertThat(tree.find(path(other))).as(other).isEqualTo(-1);
    }
    for (int folder = 0; folder < tree.folders(); folder++) {
      assertThat(tree.findFolder(tree.folderPath(folder))).isEqualTo(folder);
    }
    for (String other : List.of("zz", "f0/zz", "zz/f0")) {
      assertThat(tree.findFolder(path(other))).as(other).isEqualTo(-1);
    }
    for (int piece = 0; piece < tree.pieces(); piece++) {
      int file = tree.entryOf(piece);
      assertThat(piece - tree.firstPiece(file)).isBetween(0, tree.pieces(file) - 1);
    }
  }

  @Test
  void keepsManyEntriesApart() throws ManifestException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      entries.add(file("%d/%d/%s".formatted(i % 7, i % 100, "n".repeat(i % 50) + i), i));
    }

    FileTree tree = FileTreeBuilder.build(entries, Trees.PIECE);

    entries.sort((a, b) -> PathRules.PATH_ORDER.compare(a.path(), b.path()));
    assertThat(tree.equals(entries)).isTrue();
  }

  @Test
  void comparesEntriesAndNotBytes() throws ManifestException {
    FileTree tree = tree(file("a", 1), link("b/l", "../a"), folder("c"), file("d/e", 0));

    assertThat(
            tree.hasSameEntries(
                tree(file("a", 1), link("b/l", "../a"), folder("c"), file("d/e", 0))))
        .isTrue();
    List<FileTree> others =
        List.of(
            tree(file("a", 2), link("b/l", "../a"), folder("c"), file("d/e", 0)),
            tree(file("a", 1), link("b/l", "../c"), folder("c"), file("d/e", 0)),
            tree(file("a", 1), link("b/l", "../a"), file("c", 0), file("d/e", 0)),
            tree(file("a", 1), link("b/l", "../a"), folder("c"), file("f/e", 0)),
            tree(file("a", 1), link("b/l", "../a"), folder("c"), file("d/f", 0)),
            tree(file("a", 1), link("b/l", "../a"), folder("c"), file("d/e/e", 0)),
            tree(file("a", 1), link("b/l", "../a"), folder("c")));
    assertThat(others).noneMatch(tree::hasSameEntries);
  }

  @Test
  void findsFilesByTheirRoot() throws ManifestException {
    FileTree tree = tree(file("a", 7), file("b", 0), file("c", 7), file("d", 9), link("e", "a"));
    RootIndex index = new RootIndex(tree);

    assertThat(index.find(new FileRoot(new Bytes32(1, 2, 3, 7)))).isZero();
    assertThat(index.find(new FileRoot(new Bytes32(1, 2, 3, 9)))).isEqualTo(3);
    assertThat(index.find(new FileRoot(new Bytes32(1, 2, 3, 8)))).isEqualTo(-1);
    assertThat(index.find(new FileRoot(new Bytes32(9, 9, 9, 9)))).isEqualTo(-1);
  }

  @Test
  void findsEachOfManyFilesByItsRoot() throws ManifestException {
    SplittableRandom random = new SplittableRandom(1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      // Some roots are there twice, and some differ in their last bits alone.
      long first = i % 3 == 0 ? -1 : random.nextLong();
      FileRoot root = new FileRoot(new Bytes32(first, 0, 0, i / 2));
      entries.add(new Entry.File(List.of("%04d".formatted(i)), 1, root, false));
    }
    FileTree tree = FileTreeBuilder.build(entries, Trees.PIECE);
    RootIndex index = new RootIndex(tree);

    assertThat(index.size()).isEqualTo(2000);
    for (int entry = 0; entry < 2000; entry++) {
      FileRoot root = root(tree, entry);
      int found = index.find(root);
      assertThat(tree.root(found)).isEqualTo(root);
      assertThat(found).isLessThanOrEqualTo(entry);
      int place = index.place(root);
      assertThat(index.entry(place)).isEqualTo(found);
      assertThat(place == 0 || !root(tree, index.entry(place - 1)).equals(root)).isTrue();
    }
  }

  private static FileRoot root(FileTree tree, int entry) {
    return Objects.requireNonNull(tree.root(entry));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 65536",
    "134217728, 65536",
    "134217729, 131072",
    "1073741824, 524288",
    "34359738368, 16777216",
    "9000000000000, 16777216"
  })
  void cutsContentIntoPiecesByItsSize(long size, int pieceLength) {
    assertThat(TreeLimits.pieceLength(size)).isEqualTo(pieceLength);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 262144",
    "102400, 262144",
    "536870911, 262144",
    "536870912, 524288",
    "1073741825, 1048576"
  })
  void cutsASmallFileIntoAsFewPiecesAsVersion1(long size, int pieceLength) {
    assertThat(TreeLimits.pieceLengthOfFile(size)).isEqualTo(pieceLength);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 32_768, 65_537, 1 << 25, -65_536})
  void refusesOtherLengthsOfPieces(int pieceLength) {
    assertThatThrownBy(() -> FileTreeBuilder.build(List.of(), pieceLength))
        .isInstanceOf(ManifestException.class)
        .hasMessage("pieceLength is not a power of two from 65536 to 16777216");
  }
}
