package io.torrentinno.agent.content.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.tree.FolderScan.PieceLength;
import io.torrentinno.agent.selection.FolderPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {
  @TempDir private Path folder;

  /** No Java program can make such a name. */
  @Test
  void saysThatANameIsNotUtf8() throws Exception {
    Files.writeString(folder.resolve("good"), "x");
    run("touch \"$(printf 'bad\\377')\"");

    refuses("bad", "its name is not UTF-8");
  }

  @Test
  void saysThatALinkLeadsToANameThatIsNotUtf8() throws Exception {
    Files.writeString(folder.resolve("good"), "x");
    run("ln -s \"$(printf 'bad\\377')\" link");

    refuses("link", "the link leads to a name that is not UTF-8");
  }

  @Test
  void looksAtNoFurtherFileWhenItIsCancelled() throws Exception {
    for (int number = 0; number < 10; number++) {
      Files.writeString(folder.resolve("f" + number), "x");
    }
    AtomicInteger asked = new AtomicInteger();

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() ->
            FolderScan.scan(
                folder, FolderPart.WHOLE, PieceLength.USUAL, () -> asked.incrementAndGet() == 3));

    assertThat(asked).hasValue(3);
  }

  private void refuses(String name, String fault) {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> FolderScan.scan(folder, FolderPart.WHOLE, PieceLength.USUAL, () -> false))
        .withMessageContainingAll("can't share", name, fault)
        .extracting(StorageException::reason)
        .isEqualTo(StorageException.Reason.UNSHAREABLE);
  }

  private void run(String command) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).inheritIO().start();
    if (shell.waitFor() != 0) {
      throw new IllegalStateException(command);
    }
  }
}
