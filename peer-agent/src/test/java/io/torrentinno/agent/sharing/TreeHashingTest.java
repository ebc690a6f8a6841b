package io.torrentinno.agent.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.content.check.FileHashing;
import io.torrentinno.agent.content.disk.BootId;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.files.FilePool;
import io.torrentinno.agent.hashing.HashingPool;
import io.torrentinno.agent.hashing.Urgency;
import io.torrentinno.agent.selection.FolderPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change after the folder was listed and before they are read. */
class TreeHashingTest {
  private final HashingPool pool = new HashingPool(1);
  private final FilePool files = new FilePool(4, Duration.ofMinutes(1));
  @TempDir private Path temp;
  private Path shared;
  private Path last;

  @BeforeEach
  void makeFolder() throws IOException {
    shared = Files.createDirectory(temp.resolve("model"));
    Files.writeString(shared.resolve("first"), "first");
    last = Files.writeString(shared.resolve("last"), "last");
  }

  @AfterEach
  void close() {
    pool.close();
    files.close();
  }

  @Test
  void namesAFileThatHasVanished() {
    expectChange(() -> Files.delete(last));
  }

  @Test
  void namesAFileThatWasCutShort() {
    expectChange(() -> Files.writeString(last, ""));
  }

  /** Something that happens on the disk. */
  private interface Event {
    void happen() throws IOException;
  }

  private void expectChange(Event event) {
    FileHashing hashing = new FileHashing(pool, files, () -> logAfter(event), BootId.current());
    ShareSource.Format format = new ShareSource.Format(null, 2, null);
    ShareSource source =
        new ShareSource(
            new ShareSource.Content(shared, FolderPart.WHOLE, false), "model", "", format);
    Share share = new Share("1", source, Urgency.PERSON);

    StorageException refusal =
        catchThrowableOfType(StorageException.class, () -> TreeHashing.run(share, hashing));

    assertThat(refusal.reason()).isEqualTo(Reason.FILE_CHANGED);
    assertThat(refusal).hasMessageContaining("changed while it was read: " + last);
  }

  /** The record of hashes is opened after the files were listed. */
  private Path logAfter(Event event) {
    try {
      event.happen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return temp.resolve("hashes");
  }
}
