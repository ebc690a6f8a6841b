package io.torrentinno.agent.content;

import io.torrentinno.agent.content.state.SavedResource;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.Bitfield;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The storage of a folder, through several starts. */
abstract class FolderScene {
  @TempDir Path data;
  @TempDir Path elsewhere;

  SampleTree sample;
  Scene scene;
  Path folder;
  Path part;
  SavedResource resource;
  ResourceStorage storage;

  @BeforeEach
  void open() throws Exception {
    sample = new SampleTree();
    scene = new Scene(data);
    folder = data.resolve(SampleTree.NAME);
    part = data.resolve(".torrentinno-" + SampleTree.NAME);
    resource = stored();
    storage = scene.open(resource);
  }

  /** The resource as it is stored before the test. */
  SavedResource stored() throws Exception {
    return sample.savedAt(folder);
  }

  @AfterEach
  void close() {
    storage.close();
    scene.close();
  }

  void fetchAll() throws Exception {
    scene.prepare(storage);
    sample.tellHashes(storage);
    sample.fetch(scene, storage, IntStream.range(0, sample.count()).toArray());
    storage.complete(FileSelection.ALL);
  }

  static int[] missing(Bitfield found) {
    return IntStream.range(0, found.size()).filter(piece -> !found.get(piece)).toArray();
  }
}
