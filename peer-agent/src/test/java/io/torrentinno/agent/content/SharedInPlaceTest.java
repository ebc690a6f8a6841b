package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.torrentinno.agent.content.disk.FileStamp;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.content.state.VerifiedContent;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is shared where it lies is read and nothing else. */
class SharedInPlaceTest {
  @TempDir Path folder;

  private final Sample sample = Sample.ofPieces(3000, 500);
  private Scene scene;
  private Path file;
  private SavedResource resource;

  @BeforeEach
  void open() throws Exception {
    scene = new Scene(Files.createDirectory(folder.resolve("data")));
    file = Files.write(folder.resolve("holiday.mp4"), sample.content());
    resource = sample.sharedFrom(file);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void isReadBeforeItIsSeededForTheFirstTime() throws Exception {
    assertThat(start()).isEqualTo(Bitfield.full(2));
    assertThat(scene.hashed).isEqualTo(3500);
  }

  @Test
  void isNotReadAgainWhenItsManifestWasJustMadeFromIt() throws Exception {
    scene.state().verification().saveVerified(resource, VerifiedContent.of(FileStamp.of(file)));

    assertThat(start()).isEqualTo(Bitfield.full(2));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void isReadAgainWhenItChangedAfterItsManifestWasMade() throws Exception {
    scene.state().verification().saveVerified(resource, VerifiedContent.of(FileStamp.of(file)));
    Scene.touch(file);

    assertThat(start()).isEqualTo(Bitfield.full(2));
    assertThat(scene.hashed).isEqualTo(3500);
  }

  @Test
  void isRefusedWhenItNoLongerMatches() throws Exception {
    start();
    Scene.damage(file, 10);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(Scene.refusal(() -> scene.recheck(scene.open(resource))))
        .isEqualTo(Reason.FILE_CHANGED);
    assertThat(file).hasSize(3500);
  }

  @Test
  void isRefusedAgainWhenARecheckHasFoundThatItIsDamaged() throws Exception {
    start();
    FileTime before = Files.getLastModifiedTime(file);
    Scene.damage(file, 10);
    Files.setLastModifiedTime(file, before); // As a failing disk does.
    assertThat(Scene.refusal(() -> scene.recheck(scene.open(resource))))
        .isEqualTo(Reason.FILE_CHANGED);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);

    Files.write(file, sample.content());
    assertThat(start()).isEqualTo(Bitfield.full(2));
  }

  @Test
  void isRefusedWhenItIsGone() throws Exception {
    Files.delete(file);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.NO_SUCH_FILE);
    assertThat(folder).isDirectoryNotContaining("glob:**holiday*");
  }

  @Test
  void isNeverWritten() throws Exception {
    ByteBuf zeros = Sample.direct(new byte[3000]);
    try (ResourceStorage storage = scene.open(resource)) {
      scene.prepare(storage);
      storage.write(0, 0, zeros);
      storage.verify(0);
      storage.complete(FileSelection.ALL);
    }

    assertThat(zeros.refCnt()).isZero();
    assertThat(file).hasBinaryContent(sample.content());
  }

  private Bitfield start() throws StorageException {
    return scene.prepare(scene.open(resource));
  }
}
