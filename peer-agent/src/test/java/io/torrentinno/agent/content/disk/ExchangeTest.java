package io.torrentinno.agent.content.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {
  @TempDir Path folder;

  @Test
  void exchangesTheNamesOfAFolderAndAFile() throws Exception {
    Path tree = folder.resolve("träe");
    Files.createDirectories(tree.resolve("sub"));
    Path file = Files.writeString(folder.resolve("file"), "x");

    Exchange.exchange(tree, file);

    assertThat(tree).hasContent("x");
    assertThat(file.resolve("sub")).isDirectory();
  }

  @Test
  void changesNothingWhenOneIsNotThere() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> Exchange.exchange(missing, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No such file or directory");

    assertThat(file).hasContent("x");
    assertThat(missing).doesNotExist();
  }

  @Test
  void deletesWhatAKilledProcessLeftBehind() throws Exception {
    Files.createFile(folder.resolve(".torrentinno1234567-probe"));
    Files.createFile(folder.resolve(".torrentinno1234567-probe-e"));
    Path other = Files.createFile(folder.resolve(".torrentinno-my-probe"));
    Path full = Files.writeString(folder.resolve(".torrentinno7-probe"), "x");

    Probes.deleteOld(folder);
    Probes.deleteOld(folder.resolve("missing"));

    assertThat(folder.toFile().listFiles())
        .containsExactlyInAnyOrder(other.toFile(), full.toFile());
  }

  @Test
  void reservesAndPunchesNothingThroughALink() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(Fallocate.punch(link, 0, 3)).isFalse();
    assertThat(Fallocate.reserve(link, 1 << 20)).isEqualTo(Fallocate.Outcome.UNSUPPORTED);

    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void leavesNothingBehindWhenItLooksWhetherItIsPossible() throws Exception {
    assertThat(Exchange.isPossible(folder)).isTrue();

    assertThat(folder).isEmptyDirectory();
  }
}
