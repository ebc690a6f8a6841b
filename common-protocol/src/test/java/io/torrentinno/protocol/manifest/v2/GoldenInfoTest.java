package io.torrentinno.protocol.manifest.v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.protocol.Golden;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTree;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.model.FileRoot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The info documents of {@code specs/golden}. */
class GoldenInfoTest {
  private static final FileRoot ONE_BYTE =
      FileRoot.parse("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");

  /** The contents of {@code info-tree.json}. */
  private static final List<Entry> TREE =
      List.of(
          file("7a57226673a2a6903c169e2aa557ab86630054d6c6facb2c7d688e29ead11c87", 7, "README.md"),
          new Entry.File(
              List.of("bin", "run"),
              70_000,
              FileRoot.parse("1b50727d2fabdf340c04cdd11eaa64228a7a7b654bb96c3b6a6aa5f79a5313c3"),
              true),
          new Entry.Link(List.of("bin", "run-latest"), "run"),
          file(
              "8c559aab605a83ee85cee4f2a2a5a632164f9a523d2f1564b6bfee4d244d2af7",
              200_000,
              "data",
              "a \"quoted\" name; ünïcode.bin"),
          new Entry.File(List.of("data", "empty"), 0, null, false),
          new Entry.Folder(List.of("data", "logs")),
          new Entry.Link(List.of("data", "tool"), "../bin/./run-latest"),
          file(
              "f5b99e7e566cc9bda57d49dc354462ecbd8ee7fd7a54a6664234843a29ea29be", 16_384, "data-1"),
          new Entry.File(List.of("data-1.sh"), 0, null, true),
          new Entry.File(List.of("\uff5e"), 1, ONE_BYTE, false),
          new Entry.File(List.of("\ud83d\ude00"), 1, ONE_BYTE, false));

  @ParameterizedTest
  @CsvSource({
    "info-tree, e1853912f5784978eac3efba1e9a6ec8e6033d34973960a5c6ce355478714eaf",
    "info-file, 62f523946d491375a07b704de4e4ce568d01013ced9aec90b766e175951355a1",
    "info-empty, 3789811b4587211fbe3f06187f6347c68727e4ed263aca60668182364d2c5735"
  })
  void areReadAndWrittenByteForByte(String name, String infoHash) throws ManifestException {
    byte[] document = Golden.text(name + ".json").getBytes(UTF_8);

    InfoDocument read = InfoReader.read(document);

    assertThat(read.infoHash()).hasToString(infoHash);
    assertThat(read.length()).isEqualTo(document.length);
    assertThat(InfoWriter.write(read.info())).isEqualTo(document);
    assertThat(InfoWriter.infoHash(read.info())).isEqualTo(read.infoHash());
  }

  @Test
  void aTreeHasFilesLinksAndFolders() throws ManifestException {
    ResourceInfo info = InfoReader.read(Golden.text("info-tree.json").getBytes(UTF_8)).info();

    assertThat(info.name()).isEqualTo("model");
    assertThat(info.pieceLength()).isEqualTo(65_536);
    assertThat(info.files()).isEqualTo(TREE);
    assertThat(info.files().pieces()).isEqualTo(1 + 2 + 4 + 1 + 1 + 1);
    assertThat(info.files().totalLength()).isEqualTo(7 + 70_000 + 200_000 + 16_384 + 2);
  }

  @Test
  void theOrderOfEntriesDoesNotMatterToAWriter() throws ManifestException {
    for (int seed = 0; seed < 20; seed++) {
      List<Entry> entries = new ArrayList<>(TREE);
      Collections.shuffle(entries, new Random(seed));

      FileTree files = FileTreeBuilder.build(entries, 65_536);

      assertThat(InfoWriter.write(new ResourceInfo("model", files)))
          .as("seed %d", seed)
          .isEqualTo(Golden.text("info-tree.json").getBytes(UTF_8));
    }
  }

  @Test
  void aSingleFileHasNoPath() throws ManifestException {
    FileTree files = InfoReader.read(Golden.text("info-file.json").getBytes(UTF_8)).info().files();

    assertThat(files.isSingleFile()).isTrue();
    assertThat(files.path(0)).isEmpty();
    assertThat(files.find(List.of())).isZero();
    assertThat(files.pieces()).isEqualTo(6);
    assertThat(files.pieceSize(5)).isEqualTo(1);
  }

  private static Entry file(String root, long size, String... path) {
    return new Entry.File(List.of(path), size, FileRoot.parse(root), false);
  }
}
