package io.torrentinno.agent.content.state;

import static java.util.Objects.requireNonNull;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.protocol.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The state folder of an agent, which can be opened anew, and resources to store in it. */
abstract class StateFolderScene {
  @TempDir Path data;

  StateFolder state;

  @BeforeEach
  void open() throws StorageException {
    state = StateFolder.open(data);
  }

  @AfterEach
  void close() {
    state.close();
  }

  static List<SavedResource> resources(StateFolder state) throws StorageException {
    return state.load().stream()
        .filter(PersistedResource.Known.class::isInstance)
        .map(it -> ((PersistedResource.Known) it).resource())
        .toList();
  }

  static List<SavedMagnet> magnets(StateFolder state) throws StorageException {
    return state.load().stream()
        .filter(PersistedResource.Link.class::isInstance)
        .map(it -> ((PersistedResource.Link) it).magnet())
        .toList();
  }

  static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> requireNonNull(file.getFileName()).toString()).toList();
    }
  }

  void reopen() throws StorageException {
    state.close();
    state = StateFolder.open(data);
  }

  Path folderOf(SavedResource resource) throws IOException {
    return data.toRealPath()
        .resolve(".torrentinno/resources")
        .resolve(resource.infoHash().toString());
  }

  static SavedResource resource(String name, Path file, boolean inPlace) {
    Manifest.Piece piece = new Manifest.Piece("ab".repeat(32), 3);
    Manifest manifest =
        new Manifest("127.0.0.1", 8080, "", "2026-01-01T00:00:00", name, List.of(piece));
    return new SavedResource(ManifestV1.of(manifest), file, inPlace, ResourceChoices.NONE);
  }
}
