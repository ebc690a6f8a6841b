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

    assertThatThrownBy(() -> Exchange.exchange(missing, file)).isInstanceOf(IOException.class);

    assertThat(file).hasContent("x");
    assertThat(missing).doesNotExist();
  }

  @Test
  void leavesNothingBehindWhenItLooksWhetherItIsPossible() throws Exception {
    assertThat(Exchange.isPossible(folder)).isTrue();

    assertThat(folder).isEmptyDirectory();
  }
}
