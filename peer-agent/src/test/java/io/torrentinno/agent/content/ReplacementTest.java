package io.torrentinno.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
  @TempDir Path folder;

  private final Sample sample = Sample.ofPieces(30_000, 30_000, 500);
  private Scene scene;
  private SavedResource replacement;
  private Path place;

  @BeforeEach
  void open() throws Exception {
    scene = new Scene(folder);
    SavedResource resource = sample.savedAt(folder.resolve(sample.manifest().name()));
    place = Files.writeString(resource.file(), "the old version");
    replacement = resource.replacing(InfoHash.parse("ab".repeat(32)));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private ResourceStorage fetchAll() throws StorageException {
    ResourceStorage storage = scene.open(replacement);
    scene.prepare(storage);
    scene.fetch(storage, sample, 0, 1, 2);
    return storage;
  }

  @Test
  void isOnTheDiskBeforeItTakesThePlace() throws Exception {
    boolean[] durable = new boolean[1];
    try (ResourceStorage storage = fetchAll()) {
      storage.complete(
          FileSelection.ALL,
          move -> {
            durable[0] = storage.isDurable();
            assertThat(place).hasContent("the old version");
            assertThat(move.run(true)).isTrue();
          });
    }

    assertThat(durable).containsExactly(true);
    assertThat(place).hasBinaryContent(sample.content());
    assertThat(replacement.part()).hasContent("the old version");
    assertThat(Replacement.isDone(replacement, scene.state())).isTrue();
  }

  @Test
  void staysWhereItIsWhenThePlaceIsNotGivenAway() throws Exception {
    StorageException refused = new StorageException(StorageException.Reason.IO, "no");
    try (ResourceStorage storage = fetchAll()) {
      assertThat(
              Scene.refusal(() ->
                  storage.complete(
                      FileSelection.ALL,
                      _ -> {
                        throw refused;
                      })))
          .isEqualTo(StorageException.Reason.IO);
    }

    assertThat(place).hasContent("the old version");
    assertThat(Replacement.isDone(replacement, scene.state())).isFalse();
    try (ResourceStorage again = scene.open(replacement)) {
      assertThat(scene.prepare(again).isFull()).isTrue();
      assertThat(scene.hashed).isZero();
    }
  }

  @Test
  void deletesNoFileThatWasChangedAtTheLastMoment() throws Exception {
    SavedResource old = Sample.ofPieces(15).savedAt(place);
    try (ResourceStorage storage = fetchAll()) {
      storage.complete(FileSelection.ALL, move -> assertThat(move.run(true)).isTrue());
    }

    Replacement.deleteReplaced(old, replacement, scene.state());

    String[] kept = folder.toFile().list((_, name) -> name.contains(".stray-"));
    assertThat(kept).hasSize(1);
    assertThat(folder.resolve(kept[0])).hasContent("the old version");
    assertThat(place).hasBinaryContent(sample.content());
  }

  @Test
  void deletesThePartOfAnOldVersionThatWasNotFinished() throws Exception {
    Files.delete(place);
    SavedResource old = sample.savedAt(place);
    scene.prepare(scene.open(old));
    assertThat(old.part()).exists();

    Replacement.deleteReplaced(old, replacement, scene.state());

    assertThat(old.part()).doesNotExist();
  }

  @Test
  void neverTakesAPlaceThatNobodyGaveAway() throws Exception {
    try (ResourceStorage storage = fetchAll()) {
      assertThat(Scene.refusal(() -> storage.complete(FileSelection.ALL, move -> move.run(false))))
          .isEqualTo(StorageException.Reason.FILE_EXISTS);
    }

    assertThat(place).hasContent("the old version");
  }
}
