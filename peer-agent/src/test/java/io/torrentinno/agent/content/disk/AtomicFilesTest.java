package io.torrentinno.agent.content.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.disk.AtomicFiles.NewFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void replacesSeveralFiles() throws IOException {
    Files.writeString(folder.resolve("a"), "old");

    AtomicFiles.write(folder, List.of(file("a", "new"), file("b", "new too")));

    assertThat(folder.resolve("a")).hasContent("new");
    assertThat(folder.resolve("b")).hasContent("new too");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void replacesNoneOfThemWhenOneCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("a"), "old");
    NewFile broken =
        new NewFile(
            "b",
            _ -> {
              throw new IOException("no room");
            });

    assertThatThrownBy(() -> AtomicFiles.write(folder, List.of(file("a", "new"), broken)))
        .hasMessage("no room");

    assertThat(folder.resolve("a")).hasContent("old");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void renamesFoldersThatHaveTheNamesOfFiles() throws IOException {
    Files.createDirectories(folder.resolve("a/inside"));
    Files.createDirectories(folder.resolve("a.new/inside"));

    AtomicFiles.write(folder, "a", new byte[] {'x'});

    assertThat(folder.resolve("a")).hasContent("x");
    try (var names = Files.list(folder)) {
      assertThat(names.map(path -> path.getFileName().toString()).filter(it -> !it.equals("a")))
          .hasSize(2)
          .allMatch(name -> name.contains(".stray-"));
    }
  }

  private static NewFile file(String name, String content) {
    return new NewFile(name, out -> out.write(content.getBytes(UTF_8)));
  }
}
