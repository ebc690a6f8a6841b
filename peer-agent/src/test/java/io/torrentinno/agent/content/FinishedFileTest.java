package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.Scene.pieces;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Files that are there before, beside or after a download: seeded, mended or left alone. */
class FinishedFileTest extends FileScene {
  @Test
  void seedsAFileThatIsThereAlreadyOnceItIsRead() throws Exception {
    Files.write(file, sample.content());
    Files.write(part, new byte[10]);

    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(scene.hashed).isEqualTo(9500);
    assertThat(part).doesNotExist();
  }

  /** So that it is served again when the disk is back. */
  @Test
  void isNotCalledDeletedWhenTheDataFolderIsGone() throws Exception {
    Files.write(file, sample.content());
    try (ResourceStorage storage = scene.open(sample.savedAt(file))) {
      scene.prepare(storage);
      Path away = Files.move(scene.data, folder.resolve("away"));

      assertThat(storage.checks().unchanged())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(StorageException.class)
          .withMessageContaining("the data folder is gone");
      Files.move(away, scene.data);
    }
  }

  @Test
  void leavesAnotherFileOfItsNameUntouched() throws Exception {
    byte[] other = sample.content();
    other[5000] ^= 1;
    Files.write(file, other);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_EXISTS);
    assertThat(Scene.refusal(this::recheck)).isEqualTo(Reason.FILE_EXISTS);

    assertThat(file).hasBinaryContent(other);
    assertThat(part).doesNotExist();
  }

  @Test
  void leavesALongerFileThatBeginsLikeItUntouched() throws Exception {
    byte[] longer = Arrays.copyOf(sample.content(), 9600);
    Files.write(file, longer);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_EXISTS);
    assertThat(file).hasBinaryContent(longer);
  }

  @Test
  void neverFollowsALinkOrWritesIntoAFolder() throws Exception {
    Path elsewhere = Files.write(folder.resolve("elsewhere"), sample.content());
    Files.createSymbolicLink(file, elsewhere);
    Reason link = Scene.refusal(this::start);
    Files.delete(file);
    Files.createSymbolicLink(part, elsewhere);
    Reason linkedPart = Scene.refusal(this::start);
    Files.delete(part);
    Files.createDirectory(file);

    assertThat(link).isEqualTo(Reason.FILE_EXISTS);
    assertThat(linkedPart).isEqualTo(Reason.FILE_EXISTS);
    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_EXISTS);
    assertThat(elsewhere).hasBinaryContent(sample.content());
  }

  @Test
  void keepsWhatVerifiesOfAPartFileFromElsewhere() throws Exception {
    byte[] half = Arrays.copyOf(sample.content(), 7000);
    half[10] ^= 1;
    Files.write(part, half);

    assertThat(start()).isEqualTo(pieces(4, 1));
    assertThat(part).hasSize(9500);
  }

  @Test
  void cutsAPartFileThatIsTooLong() throws Exception {
    Files.write(part, Arrays.copyOf(sample.content(), 20_000));

    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(file).hasBinaryContent(sample.content());
  }

  @Test
  void refusesToReplaceAFileThatTookTheNameMeanwhile() throws Exception {
    ResourceStorage storage = scene.open(sample.savedAt(file));
    scene.prepare(storage);
    scene.fetch(storage, sample, 0, 1, 2, 3);
    Files.writeString(file, "mine");

    assertThat(Scene.refusal(() -> storage.complete(FileSelection.ALL)))
        .isEqualTo(Reason.FILE_EXISTS);
    storage.close();

    assertThat(file).hasContent("mine");
    assertThat(part).hasBinaryContent(sample.content());
    Files.delete(file);
    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void mendsADamagedDownloadWhenAskedToCheckIt() throws Exception {
    finish();
    Scene.damage(file, 3500);
    Reason unasked = Scene.refusal(this::start);

    ResourceStorage storage = scene.open(sample.savedAt(file));
    assertThat(scene.recheck(storage)).isEqualTo(pieces(4, 0, 2, 3));
    scene.fetch(storage, sample, 1);
    storage.complete(FileSelection.ALL);

    assertThat(unasked).isEqualTo(Reason.FILE_CHANGED);
    assertThat(file).hasBinaryContent(sample.content());
    assertThat(part).doesNotExist();
  }

  @Test
  void mendsADamagedFileOfOnePieceWhenAskedToCheckIt() throws Exception {
    Sample one = Sample.ofPieces(3000);
    SavedResource resource = one.savedAt(file);
    ResourceStorage before = scene.open(resource);
    scene.prepare(before);
    scene.fetch(before, one, 0);
    before.complete(FileSelection.ALL);
    before.close();
    Scene.damage(file, 35);

    ResourceStorage storage = scene.open(resource);
    assertThat(scene.recheck(storage)).isEqualTo(pieces(1));
    scene.fetch(storage, one, 0);
    storage.complete(FileSelection.ALL);

    assertThat(file).hasBinaryContent(one.content());
  }

  @Test
  void neverMendsAFileThatHasNothingOfTheDownload() throws Exception {
    finish();
    Files.writeString(file, "mine");

    assertThat(Scene.refusal(this::recheck)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(file).hasContent("mine");
  }

  @Test
  void findsDamageInTheMidstOfADownload() throws Exception {
    ResourceStorage storage = scene.open(sample.savedAt(file));
    scene.prepare(storage);
    scene.fetch(storage, sample, 0, 1);
    Scene.damage(part, 10);

    assertThat(scene.recheck(storage)).isEqualTo(pieces(4, 1));

    scene.fetch(storage, sample, 0, 2, 3);
    storage.complete(FileSelection.ALL);
    assertThat(file).hasBinaryContent(sample.content());
  }

  @Test
  void deletesADownloadFinishedOrNot() throws Exception {
    try (ResourceStorage storage = scene.open(sample.savedAt(file))) {
      scene.prepare(storage);
    }
    ContentRemoval.deleteData(sample.savedAt(file), scene.state());
    boolean partGone = Files.notExists(part);
    finish();

    ContentRemoval.deleteData(sample.savedAt(file), scene.state());

    assertThat(partGone).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void neverDeletesAFileThatIsNotTheDownload() throws Exception {
    Files.writeString(file, "mine");
    ContentRemoval.deleteData(sample.savedAt(file), scene.state());
    assertThat(file).hasContent("mine");
    Files.delete(file);
    finish();
    Scene.damage(file, 0);

    ContentRemoval.deleteData(sample.savedAt(file), scene.state());
    ContentRemoval.deleteData(sample.sharedFrom(file), scene.state());

    assertThat(file).exists();
  }

  private Bitfield start() throws StorageException {
    return scene.prepare(scene.open(sample.savedAt(file)));
  }

  private Bitfield recheck() throws StorageException {
    return scene.recheck(scene.open(sample.savedAt(file)));
  }

  private void finish() throws StorageException {
    try (ResourceStorage storage = scene.open(sample.savedAt(file))) {
      scene.prepare(storage);
      scene.fetch(storage, sample, 0, 1, 2, 3);
      storage.complete(FileSelection.ALL);
    }
  }
}
