package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.Scene.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.torrentinno.agent.content.check.CheckRequest;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storage that is not closed but abandoned stands for a process that was killed. */
class ResumptionTest extends FileScene {
  private static final int LENGTH = 9500;

  private Path checkpoint;
  private Path hashes;

  @BeforeEach
  void nameFiles() {
    checkpoint = data.resolve(".torrentinno/resources/" + sample.infoHash() + "/pieces");
    hashes = checkpoint.resolveSibling("hashes");
  }

  @Test
  void goesOnAfterAKillWithoutReadingAnything() throws Exception {
    fetchAndAbandon(0, 2);

    assertThat(start()).isEqualTo(pieces(4, 0, 2));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void hashesAPartFileThatSomebodyChangedAfterAKill() throws Exception {
    fetchAndAbandon(0, 2);
    killedEarlier();
    Scene.damage(part, 10);

    assertThat(start()).isEqualTo(pieces(4, 2));
    assertThat(scene.hashed).isEqualTo(LENGTH);
  }

  @Test
  void hashesAPartFileThatAnOlderOneHasReplacedAfterAKill() throws Exception {
    fetchAndAbandon(0, 2);
    killedEarlier();
    Path other = Files.write(data.resolve("other"), new byte[LENGTH]);
    Files.setLastModifiedTime(other, FileTime.fromMillis(0));
    Files.move(other, part, StandardCopyOption.REPLACE_EXISTING);

    assertThat(start()).isEqualTo(pieces(4));
  }

  @Test
  void hashesWhatIsThereWhenTheMachineWentDownToo() throws Exception {
    fetchAndAbandon(0, 2);
    scene.reboot();

    assertThat(start()).isEqualTo(pieces(4, 0, 2));
    assertThat(scene.hashed).isEqualTo(LENGTH);
  }

  @Test
  void dropsThePiecesThatAPowerFailureTookWithIt() throws Exception {
    fetchAndAbandon(0, 2);
    Scene.damage(part, 10);
    scene.reboot();

    assertThat(start()).isEqualTo(pieces(4, 2));
  }

  @Test
  void goesOnAfterACleanEndAndARebootWithoutReadingAnything() throws Exception {
    fetchAndClose(0, 2);
    scene.reboot();

    assertThat(start()).isEqualTo(pieces(4, 0, 2));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void hashesAPartFileThatSomebodyChangedAfterTheCleanEnd() throws Exception {
    fetchAndClose(0, 2);
    Scene.damage(part, 10);

    assertThat(start()).isEqualTo(pieces(4, 2));
    assertThat(scene.hashed).isEqualTo(LENGTH);
  }

  @Test
  void goesOnAfterAKillThatFollowsACleanEnd() throws Exception {
    fetchAndClose(0);
    fetchAndAbandon(2);

    assertThat(start()).isEqualTo(pieces(4, 0, 2));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void goesOnWithACheckThatWasCutOffWhereItWas() throws Exception {
    fetchAndAbandon(0, 2);
    cutOffACheck();

    assertThat(start()).isEqualTo(pieces(4, 0, 2));
    assertThat(scene.checks).containsExactly(3000L, 6000L, 9000L, 9500L);
    assertThat(hashes).doesNotExist();
  }

  @Test
  void startsACheckThatWasCutOffAnewWhenTheFileHasChangedSince() throws Exception {
    fetchAndAbandon(0, 2);
    cutOffACheck();
    Scene.damage(part, 10);

    assertThat(start()).isEqualTo(pieces(4, 2));
  }

  /** The time of the last change shows it, which no program can set. */
  @Test
  void readsAFileAgainWhoseTimeWasPutBackAfterACheckWasCutOff() throws Exception {
    fetchAndAbandon(0, 2);
    cutOffACheck();
    FileTime before = Files.getLastModifiedTime(part);
    Scene.damage(part, 10);
    Files.setLastModifiedTime(part, before);

    assertThat(start()).isEqualTo(pieces(4, 2));
  }

  /** Of a file that has its length already, no more space is reserved, which would change it. */
  @Test
  void readsNothingTwiceWhenAPartFileIsCheckedInTwoRuns() throws Exception {
    fetchAndAbandon(0, 2);
    cutOffACheck();
    long recorded = Files.size(hashes);

    cutOffACheck(ResourceStorage::prepare);

    assertThat(Files.size(hashes)).isEqualTo(recorded);
  }

  @Test
  void readsEverythingWhenSomebodyAsksForItAfterACheckThatWasCutOff() throws Exception {
    fetchAndAbandon(0, 2);
    cutOffACheck();
    FileTime before = Files.getLastModifiedTime(part);
    Scene.damage(part, 10);
    Files.setLastModifiedTime(part, before); // as a failing disk does

    assertThat(scene.recheck(scene.open(sample.savedAt(file)))).isEqualTo(pieces(4, 2));
  }

  /** It left {@code hashes}, and nothing else. */
  @Test
  void goesOnWithARecheckThatAnOlderReleaseBegan() throws Exception {
    finish();
    cutOffACheck();
    Files.delete(checkpoint.resolveSibling("recheck"));
    FileTime before = Files.getLastModifiedTime(file);
    Scene.damage(file, LENGTH - 1);
    Files.setLastModifiedTime(file, before); // As a failing disk does.

    assertThat(start()).isEqualTo(pieces(4, 0, 1, 2));
    assertThat(file).doesNotExist();
  }

  @Test
  void overwritesNothingThatIsEditedAfterACheckWasCutOff() throws Exception {
    finish();
    cutOffACheck();
    Files.write(file, Arrays.copyOf(sample.content(), 7000));

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(file).hasSize(7000);
    assertThat(part).doesNotExist();
  }

  @Test
  void fetchesAgainWhatAPowerFailureTookOfAFinishedFile() throws Exception {
    finishUnflushed();
    Scene.damage(file, 10);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    scene.reboot();

    assertThat(start()).isEqualTo(pieces(4, 1, 2, 3));
    assertThat(file).doesNotExist();
  }

  @Test
  void overwritesNothingThatIsEditedBeforeAPowerFailure() throws Exception {
    finishUnflushed();
    Scene.damage(file, 10);
    byte[] edited = Files.readAllBytes(file);
    scene.reboot();

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(file).hasBinaryContent(edited);
    assertThat(part).doesNotExist();
  }

  @Test
  void overwritesNoOlderFileThatHasReplacedOursBeforeAPowerFailure() throws Exception {
    finishUnflushed();
    Path other = Files.writeString(data.resolve("other"), "mine");
    Files.setLastModifiedTime(other, FileTime.fromMillis(0));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    scene.reboot();

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(file).hasContent("mine");
  }

  private void finishUnflushed() throws Exception {
    finish();
    scene.forgetFlush(sample.savedAt(file));
  }

  private void cutOffACheck() throws StorageException {
    cutOffACheck(ResourceStorage::recheck);
  }

  /** A check of a storage. */
  private interface Check {
    Bitfield run(ResourceStorage storage, CheckRequest request) throws StorageException;
  }

  private void cutOffACheck(Check check) throws StorageException {
    ResourceStorage killed = scene.open(sample.savedAt(file));
    assertThatThrownBy(() -> check.run(killed, CheckRequest.of(ResumptionTest::kill)))
        .hasMessage("killed");
    assertThat(hashes).isNotEmptyFile();
  }

  @Test
  void losesOnlyTimeByACheckpointCutShortAnywhere() throws Exception {
    fetchAndClose(0, 2);
    byte[] whole = Files.readAllBytes(checkpoint);
    for (int length = 0; length < whole.length; length++) {
      Files.write(checkpoint, Arrays.copyOf(whole, length));

      assertThat(start()).as("cut to %d bytes", length).isEqualTo(pieces(4, 0, 2));
    }
  }

  @Test
  void losesOnlyTimeByACheckpointGarbledAnywhere() throws Exception {
    fetchAndClose(0, 2);
    byte[] whole = Files.readAllBytes(checkpoint);
    for (int at = 0; at < whole.length; at++) {
      byte[] garbled = whole.clone();
      garbled[at] ^= 0x41;
      Files.write(checkpoint, garbled);

      assertThat(start()).as("byte %d garbled", at).isEqualTo(pieces(4, 0, 2));
    }
  }

  @Test
  void neverTakesAnOldCheckpointForANewPartFile() throws Exception {
    fetchAndAbandon(0, 2);
    Files.delete(part);

    assertThat(start()).isEqualTo(pieces(4));
    assertThat(start()).isEqualTo(pieces(4));
  }

  @Test
  void namesADownloadThatWasKilledBeforeItsRename() throws Exception {
    fetchAndAbandon(0, 1, 2, 3);
    ResourceStorage storage = scene.open(sample.savedAt(file));

    assertThat(scene.prepare(storage)).isEqualTo(Bitfield.full(4));
    assertThat(file).hasBinaryContent(sample.content());
    assertThat(part).doesNotExist();
    OpenFile open = storage.openFile(0);
    assertThat(open.channel().size()).isEqualTo(LENGTH);
    open.release();
    storage.close();
    scene.reboot(); // Only what is known to be on the disk is believed now.
    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void endsARenameThatWasCutOffInTheMiddle() throws Exception {
    fetchAndAbandon(0, 1, 2, 3);
    Files.createLink(file, part);

    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(file).hasBinaryContent(sample.content());
    assertThat(part).doesNotExist();
  }

  @Test
  void seedsAFinishedFileAgainWithoutReadingIt() throws Exception {
    finish();
    boolean afterAKill = start().isFull() && scene.hashed == 0;
    finish();
    scene.reboot();

    assertThat(afterAKill).isTrue();
    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(scene.hashed).isZero();
  }

  @Test
  void readsAFinishedFileWhoseTimeChangedBeforeItSeedsIt() throws Exception {
    finish();
    Scene.touch(file);

    assertThat(start()).isEqualTo(Bitfield.full(4));
    assertThat(scene.hashed).isEqualTo(LENGTH);
  }

  @Test
  void refusesAFinishedFileThatWasChanged() throws Exception {
    finish();
    Scene.damage(file, 10);

    assertThat(Scene.refusal(this::start)).isEqualTo(Reason.FILE_CHANGED);
    assertThat(part).doesNotExist();
  }

  @Test
  void fetchesAFinishedFileAgainThatIsGone() throws Exception {
    finish();
    Files.delete(file);

    assertThat(start()).isEqualTo(pieces(4));
    assertThat(part).hasSize(LENGTH);
  }

  private Bitfield start() throws StorageException {
    return scene.prepare(scene.open(sample.savedAt(file)));
  }

  /** Makes it look as if the agent had recorded its last piece a minute ago. */
  private void killedEarlier() throws Exception {
    Files.setLastModifiedTime(checkpoint, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
  }

  private static void kill(long checked, long total) {
    if (checked > total / 2) {
      throw new IllegalStateException("killed");
    }
  }

  private void fetchAndAbandon(int... pieces) throws StorageException {
    ResourceStorage storage = scene.open(sample.savedAt(file));
    scene.prepare(storage);
    scene.fetch(storage, sample, pieces);
  }

  private void fetchAndClose(int... pieces) throws StorageException {
    try (ResourceStorage storage = scene.open(sample.savedAt(file))) {
      scene.prepare(storage);
      scene.fetch(storage, sample, pieces);
    }
  }

  private void finish() throws StorageException {
    try (ResourceStorage storage = scene.open(sample.savedAt(file))) {
      if (!scene.prepare(storage).isFull()) {
        scene.fetch(storage, sample, 0, 1, 2, 3);
        storage.complete(FileSelection.ALL);
      }
    }
  }
}
