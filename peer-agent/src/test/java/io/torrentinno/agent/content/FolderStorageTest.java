package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.files.OpenFile;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a folder is built, checked and served. */
class FolderStorageTest extends FolderScene {
  @Test
  void makesFoldersAloneForAFreshDownload() throws Exception {
    assertThat(scene.prepare(storage)).isEqualTo(new Bitfield(sample.count()));

    assertThat(SampleTree.listing(part)).containsOnlyKeys("", "bin", "weights", "logs");
    assertThat(folder).doesNotExist();
  }

  @Test
  void buildsTheTreeAndGivesItItsName() throws Exception {
    fetchAll();

    assertThat(SampleTree.listing(folder))
        .isEqualTo(SampleTree.listing(sample.writeTo(elsewhere.resolve("same"))));
    assertThat(part).doesNotExist();
  }

  @Test
  void servesEachPieceOutOfItsFile() throws Exception {
    fetchAll();

    int second = sample.firstPiece("weights/größe.bin") + 1;
    OpenFile open = storage.openFile(second);
    ByteBuffer read = ByteBuffer.allocate(100);
    open.channel().read(read, storage.position(new BlockRange(second, 50, 100)));
    open.release();

    byte[] file = sample.content(sample.entry("weights/größe.bin"));
    assertThat(read.array())
        .isEqualTo(Arrays.copyOfRange(file, SampleTree.PIECE + 50, SampleTree.PIECE + 150));
  }

  @Test
  void findsACorruptPiece() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    int piece = sample.firstPiece("bin/run");
    storage.write(piece, 0, Sample.direct(new byte[SampleTree.PIECE]));
    storage.verify(piece);
    assertThat(scene.heard.waitFor(1)).containsExactly("corrupt " + piece);

    sample.fetch(scene, storage, piece);

    assertThat(scene.heard.waitFor(3)).endsWith("verified " + piece);
  }

  @Test
  void goesOnAfterARestartWithoutReadingAnything() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, 0, 2, 4);
    storage.close();
    storage = scene.open(resource);

    Bitfield found = scene.prepare(storage);

    assertThat(found).isEqualTo(Scene.pieces(sample.count(), 0, 2, 4));
    assertThat(scene.hashed).isZero();
    sample.fetch(scene, storage, missing(found));
    storage.complete(FileSelection.ALL);
    assertThat(SampleTree.listing(folder))
        .isEqualTo(SampleTree.listing(sample.writeTo(elsewhere.resolve("same"))));
  }

  @Test
  void goesOnAfterItWasKilled() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, 0, 2, 4);
    storage.write(1, 0, sample.piece(1)); // not verified, and not to be believed
    ResourceStorage next = scene.open(resource);

    Bitfield found = scene.prepare(next);

    assertThat(found).isEqualTo(Scene.pieces(sample.count(), 0, 2, 4));
    next.close();
  }

  @Test
  void readsAgainAfterAPowerFailureWhatMayBeLost() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, IntStream.range(0, sample.count()).toArray());
    scene.reboot();
    storage = scene.open(resource);

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(scene.hashed).isPositive();
    assertThat(folder).exists();
  }

  @Test
  void overwritesNothingThatIsEditedBeforeAPowerFailure() throws Exception {
    fetchAll();
    storage.close();
    scene.forgetFlush(resource);
    Path run = folder.resolve("bin/run");
    Scene.damage(run, 69_999);
    byte[] edited = Files.readAllBytes(run);
    scene.reboot();
    storage = scene.open(resource);

    assertThat(Scene.refusal(() -> scene.prepare(storage))).isEqualTo(Reason.FILE_CHANGED);
    assertThat(run).hasBinaryContent(edited);
  }

  @Test
  void fetchesAgainWhatAPowerFailureTookOfAFinishedFolder() throws Exception {
    fetchAll();
    storage.close();
    scene.forgetFlush(resource);
    Path run = folder.resolve("bin/run");
    Scene.damage(run, 69_999);
    Files.setLastModifiedTime(run, FileTime.fromMillis(0));
    scene.reboot();
    storage = scene.open(resource);

    assertThat(missing(scene.prepare(storage))).containsExactly(sample.firstPiece("bin/run") + 1);
    assertThat(folder).doesNotExist();
  }

  @Test
  void readsOnlyTheFileThatHasChanged() throws Exception {
    fetchAll();
    storage.close();
    Path small = folder.resolve("README.md");
    Scene.touch(small);
    storage = scene.open(resource);

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(scene.checks).hasSize(1);
  }

  @Test
  void refusesAFinishedFolderInWhichAFileHasOtherBytes() throws Exception {
    fetchAll();
    storage.close();
    Scene.damage(folder.resolve("bin/run"), 69_999);
    storage = scene.open(resource);

    StorageException refusal =
        catchThrowableOfType(StorageException.class, () -> scene.prepare(storage));

    assertThat(refusal.reason()).isEqualTo(Reason.FILE_CHANGED);
    assertThat(refusal).hasMessageContaining(folder.resolve("bin/run").toString());
  }

  @Test
  void fetchesAgainAfterARecheckWhatNoLongerMatches() throws Exception {
    fetchAll();
    Scene.damage(folder.resolve("bin/run"), 69_999);
    Files.delete(folder.resolve("weights/small.bin"));
    Files.delete(folder.resolve("weights/up"));
    Files.createSymbolicLink(folder.resolve("weights/up"), Path.of("/etc/passwd"));

    Bitfield found = scene.recheck(storage);

    assertThat(missing(found))
        .containsExactly(sample.firstPiece("bin/run") + 1, sample.firstPiece("weights/small.bin"));
    sample.fetch(scene, storage, missing(found));
    storage.complete(FileSelection.ALL);
    assertThat(SampleTree.listing(folder))
        .isEqualTo(SampleTree.listing(sample.writeTo(elsewhere.resolve("same"))));
  }

  @Test
  void overwritesNothingOfAFolderOfWhichNothingMatches() throws Exception {
    fetchAll();
    for (String file : List.of("README.md", "bin/run", "weights/größe.bin", "weights/small.bin")) {
      Files.writeString(folder.resolve(file), "mine");
    }

    assertThat(Scene.refusal(() -> scene.recheck(storage))).isEqualTo(Reason.FILE_CHANGED);

    assertThat(folder.resolve("bin/run")).hasContent("mine");
    assertThat(part).doesNotExist();
  }

  @Test
  void noticesAFileThatChangesWhileItIsServed() throws Exception {
    fetchAll();
    int piece = sample.firstPiece("bin/run");
    storage.checks().unchanged(piece).join();
    assertThat(storage.checks().isUnchanged()).isTrue();

    Scene.touch(folder.resolve("bin/run"));

    assertThatThrownBy(() -> storage.checks().unchanged(piece).join())
        .hasRootCauseInstanceOf(StorageException.class)
        .hasMessageContaining("bin/run");
    storage.checks().unchanged(sample.firstPiece("README.md")).join();
    assertThat(storage.checks().isUnchanged()).isFalse();
  }

  @Test
  void checksSeveralFilesEachForItself() throws Exception {
    fetchAll();
    CompletableFuture<Void> changed = new CompletableFuture<>();
    CompletableFuture<Void> unchanged = new CompletableFuture<>();
    Scene.touch(folder.resolve("bin/run"));

    storage
        .checks()
        .unchanged(
            Map.of(
                sample.firstPiece("bin/run"), changed, sample.firstPiece("README.md"), unchanged));

    assertThatThrownBy(changed::join).hasRootCauseInstanceOf(StorageException.class);
    unchanged.join();
  }

  @Test
  void takesAFolderThatMatchesAsItIs() throws Exception {
    sample.writeTo(folder);

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(part).doesNotExist();
  }

  @Test
  void givesAFolderThatMatchesTheExecutableBitsOfTheManifest() throws Exception {
    sample.writeTo(folder);
    setExecutable(false, "bin/run");
    setExecutable(true, "README.md", "empty");

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(SampleTree.listing(folder)).isEqualTo(whole());
    storage.close();
    storage = scene.open(resource);
    assertThat(scene.prepare(storage).isFull()).isTrue();
    assertThat(scene.hashed).isZero();
  }

  @Test
  void leavesTheBitsOfAFileUnderItsOtherNames() throws Exception {
    sample.writeTo(folder);
    setExecutable(false, "bin/run");
    Path other = Files.createLink(elsewhere.resolve("run"), folder.resolve("bin/run"));

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(other.toFile().canExecute()).isFalse();
    assertThat(SampleTree.listing(folder)).isEqualTo(whole());
    assertThat(storage.checks().isUnchanged()).isTrue();
    assertThat(SampleTree.listing(data).keySet()).noneMatch(name -> name.contains("!"));
  }

  @Test
  void changesNoBitsOfASharedFolder() throws Exception {
    Path shared = sample.writeTo(elsewhere.resolve("shared"));
    assertThat(shared.resolve("README.md").toFile().setExecutable(true)).isTrue();
    storage.close();
    storage = scene.open(sample.sharedFrom(shared));

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(shared.resolve("README.md")).isExecutable();
  }

  @Test
  void takesNoFilesBehindALinkInThePlaceOfAFolder() throws Exception {
    sample.writeTo(folder);
    Path link = moveAway("weights");
    Map<String, String> before = SampleTree.listing(elsewhere);

    StorageException refusal =
        catchThrowableOfType(StorageException.class, () -> scene.prepare(storage));

    assertThat(refusal.reason()).isEqualTo(Reason.FILE_EXISTS);
    assertThat(refusal).hasMessageContaining(link.toString());
    assertThat(SampleTree.listing(elsewhere)).isEqualTo(before);
    assertThat(part).doesNotExist();
  }

  @Test
  void refusesALinkThatLeadsToAnotherPlace() throws Exception {
    sample.writeTo(folder);
    Path link = folder.resolve("weights/up");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("/etc/passwd"));

    StorageException refusal =
        catchThrowableOfType(StorageException.class, () -> scene.prepare(storage));

    assertThat(refusal.reason()).isEqualTo(Reason.FILE_EXISTS);
    assertThat(refusal).hasMessageContaining(link.toString());
    assertThat(link.toRealPath()).isEqualTo(Path.of("/etc/passwd"));
  }

  @Test
  void refusesAnotherFolderOfItsName() throws Exception {
    sample.writeTo(folder);
    Scene.damage(folder.resolve("README.md"), 0);

    assertThat(Scene.refusal(() -> scene.prepare(storage))).isEqualTo(Reason.FILE_EXISTS);

    assertThat(folder.resolve("README.md")).exists();
  }

  @Test
  void leavesAFileThatAppearedMeanwhileAsItIs() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, IntStream.range(0, sample.count()).toArray());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("README.md"), "of somebody else");

    assertThat(Scene.refusal(() -> storage.complete(FileSelection.ALL)))
        .isEqualTo(Reason.FILE_EXISTS);

    assertThat(SampleTree.listing(folder)).containsOnlyKeys("", "README.md");
    assertThat(folder.resolve("README.md")).hasContent("of somebody else");
  }

  @Test
  void writesThroughNoLinkInThePartFolder() throws Exception {
    scene.prepare(storage);
    storage.close();
    Files.delete(part.resolve("weights"));
    Files.createSymbolicLink(part.resolve("weights"), elsewhere);
    storage = scene.open(resource);

    assertThatThrownBy(() -> scene.prepare(storage)).isInstanceOf(StorageException.class);

    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void believesASharedFolderThatWasJustHashed() throws Exception {
    Path shared = sample.writeTo(elsewhere.resolve("shared"));
    SavedResource inPlace = sample.sharedFrom(shared);
    scene.state().verification().saveVerified(inPlace, sample.verifiedAt(shared));
    storage.close();
    storage = scene.open(inPlace);

    assertThat(scene.prepare(storage).isFull()).isTrue();

    assertThat(scene.hashed).isZero();
    assertThat(storage.hashes().missing()).isZero();
    ContentRemoval.deleteData(inPlace, scene.state());
    assertThat(shared.resolve("README.md")).exists();
  }

  private Map<String, String> whole() throws Exception {
    return SampleTree.listing(sample.writeTo(elsewhere.resolve("whole")));
  }

  private void setExecutable(boolean executable, String... paths) {
    for (String path : paths) {
      assertThat(folder.resolve(path).toFile().setExecutable(executable, false)).isTrue();
    }
  }

  /** Puts a link in the place of a folder, which lies elsewhere then. */
  private Path moveAway(String path) throws Exception {
    Path moved = Files.move(folder.resolve(path), elsewhere.resolve(path));
    return Files.createSymbolicLink(folder.resolve(path), moved);
  }
}
