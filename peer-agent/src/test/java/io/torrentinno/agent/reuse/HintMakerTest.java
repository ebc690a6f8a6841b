package io.torrentinno.agent.reuse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.write.CopyRun;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.hints.HintDocument;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.merkle.FileHasher;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.FileRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hints are true, and they are about nearly all that both versions have. */
class HintMakerTest {
  private static final int PIECE = 64 * 1024;
  private static final int UNIT = 16 * 1024;

  @TempDir Path folder;

  private final Random random = new Random(1);
  private final Map<String, byte[]> old = new TreeMap<>();
  private final Map<String, byte[]> fresh = new TreeMap<>();

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private ManifestV2 write(Path root, Map<String, byte[]> files) throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] content = file.getValue();
      FileHasher hasher = new FileHasher(PIECE);
      hasher.update(content, 0, content.length);
      List<String> path = List.of(file.getKey());
      entries.add(new Entry.File(path, content.length, hasher.finish().root(), false));
      Files.createDirectories(root);
      Files.write(root.resolve(file.getKey()), content);
    }
    FileTree tree = FileTreeBuilder.build(entries, PIECE);
    return ManifestV2.of(new ResourceInfo("all", tree), Envelope.EMPTY);
  }

  /** How many bytes can be copied; fails when one of them is wrong. */
  private long copied() throws Exception {
    ManifestV2 before = write(folder.resolve("old"), old);
    ManifestV2 now = write(folder.resolve("new"), fresh);
    HeldContent held =
        new HeldContent(
            new SavedResource(before, folder.resolve("old"), true, ResourceChoices.NONE),
            before,
            Bitfield.full(before.files().pieces()),
            null);
    byte[] document = made(held, now.files());
    if (document == null) {
      return 0;
    }
    FileTree tree = now.files();
    HintedUnits hinted =
        new HintedUnits(tree, held, HintDocument.read(document, HintedUnits.countOf(tree)));
    long copied = 0;
    for (int piece = 0; piece < tree.pieces(); piece++) {
      byte[] content = requireNonNull(fresh.get(tree.path(tree.entryOf(piece)).getFirst()));
      int begin = (piece - tree.firstPiece(tree.entryOf(piece))) * PIECE;
      for (CopyRun run : hinted.runs(piece)) {
        byte[] source = Files.readAllBytes(run.file());
        int at = begin + run.begin();
        assertThat(
                Arrays.equals(
                    content,
                    at,
                    at + run.length(),
                    source,
                    (int) run.position(),
                    (int) run.position() + run.length()))
            .isTrue();
        copied += run.length();
      }
      assertThat(hinted.units(piece).length())
          .isLessThanOrEqualTo(Math.ceilDiv(tree.pieceSize(piece), UNIT));
    }
    return copied;
  }

  private byte @Nullable [] made(HeldContent held, FileTree tree) throws Exception {
    try (HintMaker maker =
        new HintMaker(
            held, tree, entry -> folder.resolve("new").resolve(tree.path(entry).get(0)))) {
      while (!maker.step(new byte[0])) {
        assertThat(maker.bytesLeft()).isNotNegative();
      }
      return maker.document();
    }
  }

  @Test
  void countsTheMemoryOfTheDocumentAndOfTheEntries() throws Exception {
    FileTree image = write(folder.resolve("image"), Map.of("image", bytes(100 * UNIT))).files();
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      files.put("f" + i, bytes(1));
    }
    FileTree small = write(folder.resolve("small"), files).files();
    FileTree one = write(folder.resolve("one"), Map.of("f", bytes(1))).files();

    long least = HintMaker.memoryFor(one, one);

    assertThat(HintMaker.memoryFor(one, image) - least).isGreaterThan(100 * 40);
    assertThat(HintMaker.memoryFor(small, one) - least).isGreaterThan(100 * 20);
  }

  /** An agent with the launcher's heap of 512 MiB has 49 MB for hints and manifests together. */
  @ParameterizedTest
  @CsvSource({"4294967296, 0", "17179869184, 0", "734003200, 12000"})
  void takesLittleMemoryForLargeFilesAndForManySmallOnes(long large, int small) throws Exception {
    FileRoot root = new FileRoot(Bytes32.of(new byte[32], 0));
    List<Entry> files = new ArrayList<>();
    files.add(new Entry.File(List.of("a"), large, root, false));
    for (int i = 0; i < small; i++) {
      files.add(new Entry.File(List.of("small-%05d".formatted(i)), 3000, root, false));
    }
    FileTree tree = FileTreeBuilder.build(files, 1 << 20);

    assertThat(HintMaker.memoryFor(tree, tree)).isLessThan(40_000_000);
  }

  @Test
  void findsWhatWasNotRewrittenInPlace() throws Exception {
    byte[] image = bytes(4_000_000);
    old.put("image", image);
    byte[] next = image.clone();
    next[5 * UNIT]++;
    next[100 * UNIT + 77]++;
    next[next.length - 1]++;
    fresh.put("image", next);

    assertThat(copied()).isEqualTo(4_000_000 - 2 * UNIT - 4_000_000 % UNIT);
  }

  @Test
  void findsBytesThatMovedWithinAFileAndToOthers() throws Exception {
    byte[] a = bytes(1_000_000);
    byte[] b = bytes(700_000);
    byte[] c = bytes(900_000);
    old.put("one", joined(a, b));
    old.put("two", c);
    fresh.put("one", joined(bytes(1), b, bytes(70_000), a));
    fresh.put("three", joined(c, bytes(10)));

    assertThat(copied()).isGreaterThan(2_600_000 - 12 * UNIT);
  }

  @Test
  void findsBytesAfterOthersWereDeleted() throws Exception {
    byte[] all = bytes(3_000_000);
    old.put("log", all);
    fresh.put("log", Arrays.copyOfRange(all, 123_457, all.length));

    assertThat(copied()).isGreaterThan(3_000_000 - 123_457 - 4 * UNIT);
  }

  @Test
  void makesNoHintsWhereNothingIsTheSame() throws Exception {
    old.put("a", bytes(500_000));
    fresh.put("a", bytes(500_000));

    assertThat(copied()).isZero();
  }

  /** Those are found by their roots. */
  @Test
  void makesNoHintsOfFilesThatAreTheSame() throws Exception {
    byte[] same = bytes(500_000);
    old.put("a", same);
    fresh.put("b", same);

    assertThat(copied()).isZero();
  }

  @Test
  void isRightForManyKindsOfChanges() throws Exception {
    for (int round = 0; round < 20; round++) {
      old.clear();
      fresh.clear();
      byte[] file = bytes(random.nextInt(1, 2_000_000));
      old.put("file", file);
      byte[] next = file;
      for (int edit = 0; edit < 4; edit++) {
        int from = random.nextInt(next.length + 1);
        int to = Math.min(next.length, from + random.nextInt(100_000));
        next =
            joined(
                Arrays.copyOf(next, from),
                bytes(random.nextInt(50_000)),
                Arrays.copyOfRange(next, to, next.length));
      }
      fresh.put("file", joined(next, new byte[1]));

      assertThat(copied()).isGreaterThanOrEqualTo(file.length - 4 * 100_000 - 40 * UNIT);
    }
  }
}
