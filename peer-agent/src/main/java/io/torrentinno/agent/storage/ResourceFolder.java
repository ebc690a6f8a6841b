package io.torrentinno.agent.storage;

import io.torrentinno.protocol.manifest.InfoHashes;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestReader;
import io.torrentinno.protocol.manifest.ManifestWriter;
import io.torrentinno.protocol.model.InfoHash;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is remembered of one resource: {@code manifest.json}, without which it is none, {@code
 * state.json} and the checkpoint {@code pieces}.
 *
 * @param path the folder, which is named after the info-hash
 */
record ResourceFolder(Path path) {
  private static final Logger log = LoggerFactory.getLogger(ResourceFolder.class);
  private static final String MANIFEST = "manifest.json";
  private static final String STATE = "state.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The form of {@code state.json}.
   *
   * @param file relative to the data folder when it lies in it, so that the folder can be moved
   */
  private record State(String file, boolean inPlace, boolean paused) {
    State {
      Objects.requireNonNull(file, "file");
    }
  }

  /** Nothing when there is no manifest that can be read. */
  Optional<SavedResource> load(Path dataFolder) {
    Path file = path.resolve(MANIFEST);
    if (!Files.exists(file)) {
      return Optional.empty(); // What is left of one that was being deleted.
    }
    try {
      Manifest manifest = ManifestReader.read(Files.readAllBytes(file));
      InfoHash infoHash = InfoHashes.of(manifest);
      if (!path.endsWith(infoHash.toString())) {
        log.warn("{} holds the manifest of {} and is ignored", path, infoHash);
        return Optional.empty();
      }
      State state = state(manifest);
      Path place = dataFolder.resolve(state.file);
      return Optional.of(new SavedResource(infoHash, manifest, place, state.inPlace, state.paused));
    } catch (IOException | ManifestException | InvalidPathException e) {
      log.warn("{} can't be read and is ignored: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  /** The manifest never changes, so it is written once, and last: it makes the resource exist. */
  void save(SavedResource resource, Path dataFolder) throws IOException {
    Files.createDirectories(path);
    Path file = resource.file();
    Path stored = file.startsWith(dataFolder) ? dataFolder.relativize(file) : file;
    State state = new State(stored.toString(), resource.inPlace(), resource.paused());
    AtomicFiles.write(path, STATE, JSON.writeValueAsBytes(state));
    if (!Files.exists(path.resolve(MANIFEST))) {
      AtomicFiles.write(path, MANIFEST, ManifestWriter.write(resource.manifest()));
    }
  }

  /** Deletes everything, the manifest first. Nothing happens when there is nothing. */
  void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.deleteIfExists(path.resolve(MANIFEST));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }

  /** That of a fresh download when there is none to be read. */
  private State state(Manifest manifest) throws IOException {
    State fresh = new State(manifest.name(), false, false);
    Path file = path.resolve(STATE);
    if (!Files.exists(file)) {
      return fresh;
    }
    try {
      State read = JSON.readValue(Files.readAllBytes(file), State.class);
      return Objects.requireNonNullElse(read, fresh); // The file may say null.
    } catch (JacksonException e) {
      log.warn("{} can't be read, so its resource starts anew: {}", file, e.getMessage());
      return fresh;
    }
  }
}
