package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.StorageException.Reason;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is deleted of a folder that is removed, and of one that was left. */
class FolderRemovalTest extends FolderScene {
  @Test
  void deletesWhatTheManifestNamesAndNothingElse() throws Exception {
    fetchAll();
    storage.close();
    Files.writeString(folder.resolve("weights/notes.txt"), "mine");

    ContentRemoval.requireDeletable(resource, scene.state());
    ContentRemoval.deleteData(resource, scene.state());

    assertThat(SampleTree.listing(folder)).containsOnlyKeys("", "weights", "weights/notes.txt");
  }

  @Test
  void deletesNothingOfAFolderThatWasChanged() throws Exception {
    fetchAll();
    storage.close();
    Scene.damage(folder.resolve("bin/run"), 1);

    assertThat(Scene.refusal(() -> ContentRemoval.requireDeletable(resource, scene.state())))
        .isEqualTo(Reason.FILE_CHANGED);
  }

  @Test
  void goesOnDeletingAFolderOfWhichAPartIsGone() throws Exception {
    fetchAll();
    storage.close();
    Files.delete(folder.resolve("README.md"));
    Files.delete(folder.resolve("bin/run"));

    ContentRemoval.requireDeletable(resource, scene.state());
    ContentRemoval.deleteData(resource, scene.state());

    assertThat(folder).doesNotExist();
    ContentRemoval.requireDeletable(resource, scene.state());
    ContentRemoval.deleteData(resource, scene.state());
  }

  @Test
  void keepsAChangedFileOfAFolderOfWhichAPartIsGone() throws Exception {
    fetchAll();
    storage.close();
    Files.delete(folder.resolve("README.md"));
    Files.writeString(folder.resolve("bin/run"), "mine");

    assertThat(Scene.refusal(() -> ContentRemoval.requireDeletable(resource, scene.state())))
        .isEqualTo(Reason.FILE_CHANGED);
    ContentRemoval.deleteData(resource, scene.state());

    assertThat(SampleTree.listing(folder)).containsOnlyKeys("", "bin", "bin/run");
  }

  @Test
  void deletesNothingBehindALinkInThePlaceOfAFolder() throws Exception {
    fetchAll();
    storage.close();
    Path moved = elsewhere.resolve("weights");
    Files.move(folder.resolve("weights"), moved);
    Files.createSymbolicLink(folder.resolve("weights"), moved);

    assertThat(Scene.refusal(() -> ContentRemoval.requireDeletable(resource, scene.state())))
        .isEqualTo(Reason.FILE_CHANGED);
    ContentRemoval.deleteData(resource, scene.state());

    assertThat(moved.resolve("small.bin")).exists();
    assertThat(moved.resolve("größe.bin")).exists();
  }

  @Test
  void keepsOfAPartFolderThatWasLeftOnlyWhatTheManifestNames() throws Exception {
    Path outside = Files.writeString(elsewhere.resolve("outside"), "stays");
    Path foreign = Files.createDirectories(part.resolve("bin/old/deep"));
    Files.writeString(foreign.resolve("file"), "of the other resource");
    Files.createSymbolicLink(part.resolve("old-link"), outside);
    Files.writeString(part.resolve("weights"), "a file in the place of a folder");
    Files.createDirectories(part.resolve("bin/run/folder-in-the-place-of-a-file"));

    Bitfield found = scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, IntStream.range(0, sample.count()).toArray());
    storage.complete(FileSelection.ALL);

    assertThat(found).isEqualTo(new Bitfield(sample.count()));
    assertThat(SampleTree.listing(folder))
        .isEqualTo(SampleTree.listing(sample.writeTo(elsewhere.resolve("same"))));
    assertThat(outside).hasContent("stays");
  }
}
