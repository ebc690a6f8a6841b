package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.content.state.ResourceChoices;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A folder of which some files are chosen, and folders that have files of it already. */
class ChosenFilesTest extends FolderScene {
  private FileSelection chosen = FileSelection.ALL;

  @Override
  SavedResource stored() throws Exception {
    chosen = only("README.md", "bin");
    SavedResource chosenAlone = resource(chosen);
    scene.state().save(chosenAlone);
    return chosenAlone;
  }

  @Test
  void makesNothingForFilesThatAreSkipped() throws Exception {
    scene.prepare(storage);

    assertThat(SampleTree.listing(part)).containsOnlyKeys("", "bin");
  }

  @Test
  void showsChosenFilesUnderTheFinalName() throws Exception {
    fetchChosen();

    assertThat(SampleTree.listing(folder)).isEqualTo(expected("", "README.md", "bin"));
  }

  /** More may be chosen just when the last piece of what was chosen before is verified. */
  @Test
  void givesNoNamesBeforeEverythingChosenIsThere() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, pieces("bin/run"));

    assertThat(storage.complete(chosen)).isEqualTo(NamedContent.MISSING);
    assertThat(folder).doesNotExist();
    sample.fetch(scene, storage, pieces("README.md"));
    assertThat(storage.complete(chosen)).isEqualTo(NamedContent.CHOSEN);
    assertThat(SampleTree.listing(folder)).isEqualTo(expected("", "README.md", "bin"));
  }

  /** A folder can have no hard link, as no file can on some file systems. */
  @Test
  void saysThatItNeedsHardLinks() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, pieces("bin/run"));
    sample.fetch(scene, storage, pieces("README.md"));
    Files.delete(part.resolve("README.md"));
    Files.createDirectory(part.resolve("README.md"));

    assertThat(catchThrowableOfType(StorageException.class, () -> storage.complete(chosen)))
        .hasMessageContaining("needs hard links, and none can be made here");
  }

  @Test
  void goesOnAfterARestartWithoutReadingAnything() throws Exception {
    fetchChosen();
    Bitfield before = storage.verified();
    reopen(resource);

    assertThat(scene.prepare(storage)).isEqualTo(before);
    assertThat(scene.hashed).isZero();
    storage.complete(chosen);
    assertThat(SampleTree.listing(folder)).isEqualTo(expected("", "README.md", "bin"));
  }

  @Test
  void givesBackANameThatWasLostInAPowerFailure() throws Exception {
    fetchChosen();
    Files.delete(folder.resolve("README.md"));
    ResourceStorage next = scene.open(resource);

    scene.prepare(next);
    next.complete(chosen);

    assertThat(SampleTree.listing(folder)).isEqualTo(expected("", "README.md", "bin"));
    next.close();
  }

  @Test
  void hasOneFolderWhenTheRestIsFetchedLater() throws Exception {
    fetchChosen();
    reopen(resource(FileSelection.ALL));

    Bitfield found = scene.prepare(storage);
    fetchTheRest(found);

    assertThat(SampleTree.listing(folder)).isEqualTo(whole());
    assertThat(part).doesNotExist();
    reopen(resource(FileSelection.ALL));
    assertThat(scene.prepare(storage).isFull()).isTrue();
    assertThat(scene.hashed).isZero();
  }

  @Test
  void writesASkippedFileThatAProgramReads() throws Exception {
    fetchChosen();

    sample.fetch(scene, storage, sample.firstPiece("weights/small.bin"));

    assertThat(part.resolve("weights/small.bin")).exists();
    assertThat(folder.resolve("weights")).doesNotExist();
  }

  @Test
  void doesNotOverwriteAFileThatSomebodyHasChanged() throws Exception {
    fetchChosen();
    storage.close();
    Scene.damage(folder.resolve("bin/run"), 5);
    byte[] changed = Files.readAllBytes(folder.resolve("bin/run"));
    reopen(resource);

    Bitfield found = scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, pieces("bin/run"));

    assertThat(found.get(sample.firstPiece("bin/run"))).isFalse();
    assertThat(catchThrowableOfType(StorageException.class, () -> storage.complete(chosen)))
        .hasMessageContaining(folder.resolve("bin/run").toString())
        .extracting(StorageException::reason)
        .isEqualTo(Reason.FILE_EXISTS);
    assertThat(folder.resolve("bin/run")).hasBinaryContent(changed);
  }

  @Test
  void doesNotBelieveAFileThatSomebodyHasChangedAfterAKill() throws Exception {
    fetchChosen();
    Path checkpoint = data.resolve(".torrentinno/resources/" + sample.infoHash() + "/pieces");
    Files.setLastModifiedTime(checkpoint, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
    Scene.damage(folder.resolve("bin/run"), 5);
    byte[] changed = Files.readAllBytes(folder.resolve("bin/run"));
    ResourceStorage next = scene.open(resource);

    Bitfield found = scene.prepare(next);

    assertThat(found.get(sample.firstPiece("bin/run"))).isFalse();
    assertThat(found.get(sample.firstPiece("README.md"))).isTrue();
    assertThat(folder.resolve("bin/run")).hasBinaryContent(changed);
    next.close();
  }

  @Test
  void noticesThatSomebodyChangesAFileWhileItIsServed() throws Exception {
    fetchChosen();
    assertThat(storage.checks().isUnchanged()).isTrue();

    Scene.touch(folder.resolve("bin/run"));

    assertThat(storage.checks().isUnchanged()).isFalse();
  }

  @Test
  void deletesBothNamesAndNothingElse() throws Exception {
    fetchChosen();
    Files.createFile(folder.resolve("mine"));
    storage.close();

    ContentRemoval.deleteData(resource, scene.state());

    assertThat(part).doesNotExist();
    assertThat(SampleTree.listing(folder)).containsOnlyKeys("", "mine");
  }

  @Test
  void takesFilesThatMatchAsTheyAre() throws Exception {
    place("README.md", "weights/größe.bin");
    Files.writeString(folder.resolve("mine"), "mine");
    Object inode = Files.getAttribute(folder.resolve("README.md"), "unix:ino");
    Map<String, String> before = SampleTree.listing(folder);
    reopen(resource(FileSelection.ALL));

    Bitfield found = scene.prepare(storage);

    assertThat(found.cardinality()).isEqualTo(1 + pieces("weights/größe.bin").length);
    assertThat(SampleTree.listing(folder)).isEqualTo(before);
    fetchTheRest(found);
    Files.delete(folder.resolve("mine"));
    assertThat(SampleTree.listing(folder)).isEqualTo(whole());
    assertThat(Files.getAttribute(folder.resolve("README.md"), "unix:ino")).isEqualTo(inode);
    assertThat(part).doesNotExist();
  }

  @Test
  void givesFilesThatItTakesTheExecutableBitsOfTheManifest() throws Exception {
    place("README.md", "bin/run", "empty");
    assertThat(folder.resolve("README.md").toFile().setExecutable(true)).isTrue();
    assertThat(folder.resolve("bin/run").toFile().setExecutable(false, false)).isTrue();
    assertThat(folder.resolve("empty").toFile().setExecutable(true)).isTrue();
    Path other = Files.createLink(elsewhere.resolve("run"), folder.resolve("bin/run"));
    reopen(resource(FileSelection.ALL));

    Bitfield found = scene.prepare(storage);
    fetchTheRest(found);

    assertThat(SampleTree.listing(folder)).isEqualTo(whole());
    assertThat(other.toFile().canExecute()).isFalse();
  }

  @Test
  void deletesNothingBehindALinkInThePartFolder() throws Exception {
    scene.prepare(storage);
    storage.close();
    Files.createSymbolicLink(part.resolve("weights"), elsewhere);
    Path mine = Files.writeString(elsewhere.resolve("small.bin"), "mine");
    reopen(resource);

    assertThat(catchThrowableOfType(StorageException.class, () -> scene.prepare(storage)))
        .hasMessageContaining(part.resolve("weights").toString())
        .extracting(StorageException::reason)
        .isEqualTo(Reason.FILE_EXISTS);
    assertThat(mine).hasContent("mine");
  }

  /** It was deleted under its final name alone, and the part folder has it still. */
  @Test
  void takesAFileThatSomebodyHasPutBack() throws Exception {
    fetchChosen();
    storage.close();
    Files.delete(folder.resolve("bin/run"));
    place("bin/run");
    Object inode = Files.getAttribute(folder.resolve("bin/run"), "unix:ino");
    reopen(resource);

    Bitfield found = scene.prepare(storage);

    assertThat(found.cardinality()).isEqualTo(1 + pieces("bin/run").length);
    assertThat(storage.complete(chosen)).isEqualTo(NamedContent.CHOSEN);
    assertThat(SampleTree.listing(folder)).isEqualTo(expected("", "README.md", "bin"));
    assertThat(Files.getAttribute(folder.resolve("bin/run"), "unix:ino")).isEqualTo(inode);
  }

  @Test
  void refusesAnotherFileThatSomebodyHasPutThere() throws Exception {
    fetchChosen();
    storage.close();
    Files.delete(folder.resolve("bin/run"));
    place("bin/run");
    Scene.damage(folder.resolve("bin/run"), 0);
    byte[] other = Files.readAllBytes(folder.resolve("bin/run"));
    reopen(resource);

    assertThat(catchThrowableOfType(StorageException.class, () -> scene.prepare(storage)))
        .hasMessageContaining(folder.resolve("bin/run").toString())
        .extracting(StorageException::reason)
        .isEqualTo(Reason.FILE_EXISTS);
    assertThat(folder.resolve("bin/run")).hasBinaryContent(other);
  }

  @Test
  void goesOnWithWhatItHasTakenAfterItWasKilled() throws Exception {
    place("README.md", "weights/größe.bin");
    ResourceStorage killed = scene.open(resource(FileSelection.ALL));
    Bitfield found = scene.prepare(killed);
    reopen(resource(FileSelection.ALL));

    assertThat(scene.prepare(storage)).isEqualTo(found);
    assertThat(scene.hashed).isZero();
  }

  /** The part folder was made, and nothing was taken into it yet. */
  @Test
  void takesFilesAlsoWhenItWasKilledBefore() throws Exception {
    place("README.md", "weights/größe.bin");
    Files.createDirectories(part);
    reopen(resource(FileSelection.ALL));

    Bitfield found = scene.prepare(storage);

    assertThat(found.cardinality()).isEqualTo(1 + pieces("weights/größe.bin").length);
    assertThat(part.resolve("README.md")).exists();
  }

  @Test
  void refusesAFileThatIsInTheWayAndChangesNothing() throws Exception {
    place("README.md", "bin/run");
    Scene.damage(folder.resolve("bin/run"), 0);
    Map<String, String> before = SampleTree.listing(folder);

    StorageException refusal =
        catchThrowableOfType(StorageException.class, () -> scene.prepare(storage));

    assertThat(refusal.reason()).isEqualTo(Reason.FILE_EXISTS);
    assertThat(refusal).hasMessageContaining(folder.resolve("bin/run").toString());
    assertThat(SampleTree.listing(folder)).isEqualTo(before);
    assertThat(part).doesNotExist();
  }

  @Test
  void refusesAFileInThePlaceOfAFolder() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("bin"), "no folder");

    assertThat(catchThrowableOfType(StorageException.class, () -> scene.prepare(storage)))
        .hasMessageContaining(folder.resolve("bin").toString())
        .extracting(StorageException::reason)
        .isEqualTo(Reason.FILE_EXISTS);
  }

  @Test
  void leavesTheFilesOfOthersWhenTheResourceIsTakenBack() throws Exception {
    place("README.md", "bin/run");
    Map<String, String> before = SampleTree.listing(folder);
    scene.prepare(storage);
    storage.close();

    ContentRemoval.deletePart(resource);

    assertThat(SampleTree.listing(folder)).isEqualTo(before);
  }

  /** Puts files of the resource where it will lie. */
  private void place(String... paths) throws Exception {
    Path from = sample.writeTo(elsewhere.resolve("from"));
    for (String path : paths) {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.copy(from.resolve(path), folder.resolve(path));
    }
  }

  private void reopen(SavedResource as) throws Exception {
    storage.close();
    storage = scene.open(as);
  }

  private void fetchChosen() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, pieces("README.md"));
    sample.fetch(scene, storage, pieces("bin/run"));
    storage.complete(chosen);
  }

  private void fetchTheRest(Bitfield found) throws Exception {
    sample.tellHashes(storage);
    sample.fetch(scene, storage, missing(found));
    storage.complete(FileSelection.ALL);
  }

  private int[] pieces(String path) {
    int first = sample.firstPiece(path);
    return IntStream.range(first, first + sample.manifest().files().pieces(sample.entry(path)))
        .toArray();
  }

  private FileSelection only(String... paths) {
    return FileSelection.ALL.with(
        new FileChoice(List.of(paths), List.of(), List.of(), List.of()), sample.manifest());
  }

  private SavedResource resource(FileSelection files) {
    return sample.savedAt(folder).with(ResourceChoices.NONE.withFiles(files));
  }

  private Map<String, String> whole() throws Exception {
    return SampleTree.listing(sample.writeTo(elsewhere.resolve("whole")));
  }

  /** The part of the whole tree with these paths, and what lies below them. */
  private Map<String, String> expected(String... paths) throws Exception {
    Map<String, String> all = whole();
    all.keySet()
        .removeIf(path ->
            List.of(paths).stream()
                .noneMatch(it -> path.equals(it) || (!it.isEmpty() && path.startsWith(it + "/"))));
    return all;
  }
}
