package io.torrentinno.agent.content;

import static io.torrentinno.agent.content.Scene.pieces;
import static org.assertj.core.api.Assertions.assertThat;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.agent.testing.FaultyDisk;
import io.torrentinno.agent.testing.FaultyDisk.Fault;
import io.torrentinno.agent.testing.FaultyDisk.Step;
import io.torrentinno.agent.testing.WrappedFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A recheck that finds a damaged piece of a finished file, so that it is fetched again, ends at
 * each of its steps. Nothing else is done after that step, as if the process had been killed.
 */
class FetchAgainTest {
  @TempDir Path folder;

  private final Sample sample = Sample.ofPieces(3000, 3000, 3000, 500);
  private final FaultyDisk disk = new FaultyDisk();

  @ParameterizedTest
  @EnumSource(names = {"OPEN_TO_WRITE", "WRITE", "FLUSH", "MOVE"})
  void canBeDoneAgainWhereverItEnded(Step step) throws Exception {
    int steps = 0;
    while (endsAt(step, steps)) {
      steps++;
    }

    assertThat(steps).isPositive();
  }

  /** False when the recheck has fewer such steps. */
  private boolean endsAt(Step step, int number) throws Exception {
    Path real = Files.createDirectory(folder.resolve("after-" + number));
    try (Scene scene = new Scene(new WrappedFileSystem(disk).of(real))) {
      Path file = scene.data.resolve(Sample.NAME);
      finish(scene, file);
      Scene.damage(real.resolve(Sample.NAME), 10);

      AtomicInteger left = new AtomicInteger(number);
      disk.fail(step, _ -> left.getAndDecrement() <= 0, Fault.EIO);
      boolean ended;
      try {
        scene.recheck(scene.open(sample.savedAt(file)));
        ended = false;
      } catch (StorageException e) {
        ended = true;
      }
      disk.heal();

      assertThat(scene.recheck(scene.open(sample.savedAt(file))))
          .as("after %d steps", number)
          .isEqualTo(pieces(4, 1, 2, 3));
      return ended;
    }
  }

  private void finish(Scene scene, Path file) throws StorageException {
    try (ResourceStorage storage = scene.open(sample.savedAt(file))) {
      scene.prepare(storage);
      scene.fetch(storage, sample, 0, 1, 2, 3);
      storage.complete(FileSelection.ALL);
    }
  }
}
