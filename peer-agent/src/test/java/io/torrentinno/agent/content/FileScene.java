package io.torrentinno.agent.content;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A data folder, and a file of four pieces that belongs into it. */
abstract class FileScene {
  @TempDir Path folder;

  final Sample sample = Sample.ofPieces(3000, 3000, 3000, 500);
  Path data;
  Scene scene;
  Path file;
  Path part;

  @BeforeEach
  void openFolder() throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
    scene = new Scene(data);
    file = data.resolve(Sample.NAME);
    part = data.resolve(".torrentinno-" + Sample.NAME);
  }

  @AfterEach
  void closeFolder() {
    scene.close();
  }
}
