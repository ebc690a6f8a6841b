package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.limits.RateLimits;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is remembered of one resource: its {@link ManifestFiles}, {@code state.json} and the
 * checkpoint {@code pieces}; or, while there is no manifest, {@code magnet.json} and the part of
 * the manifest that has arrived. Without either there is no resource.
 *
 * @param path the folder, which is named after the info-hash
 */
record ResourceFolder(Path path) {
  private static final Logger log = LoggerFactory.getLogger(ResourceFolder.class);
  private static final String STATE = "state.json";
  private static final String MAGNET = "magnet.json";
  private static final String INCOMING = "manifest.part";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The form of {@code state.json}.
   *
   * @param file relative to the data folder when it lies in it, so that the folder can be moved
   * @param trackers missing where the file is older than they are, as may be {@code limits} and
   *     {@code sequential}
   */
  private record State(
      String file,
      boolean inPlace,
      boolean paused,
      @Nullable List<String> trackers,
      @Nullable RateLimits limits,
      @Nullable Boolean sequential) {
    State {
      Objects.requireNonNull(file, "file");
    }

    /** That of a download of which nothing was chosen. */
    static State fresh(ResourceManifest manifest) {
      return new State(manifest.name(), false, false, List.of(), RateLimits.NONE, false);
    }

    ResourceChoices choices() {
      List<String> known = trackers == null ? List.of() : trackers;
      return new ResourceChoices(
          paused,
          known.stream().map(TrackerAddress::parse).toList(),
          limits == null ? RateLimits.NONE : limits,
          Boolean.TRUE.equals(sequential));
    }
  }

  /** The form of {@code magnet.json}. */
  private record Magnet(String link, boolean paused) {
    Magnet {
      Objects.requireNonNull(link, "link");
    }
  }

  private ManifestFiles manifest() {
    return new ManifestFiles(path);
  }

  /** Nothing when there is no manifest that can be read. */
  Optional<SavedResource> load(Path dataFolder) {
    if (!manifest().exist()) {
      return Optional.empty(); // What is left of one that was being deleted.
    }
    try {
      ResourceManifest manifest = manifest().read();
      if (!path.endsWith(manifest.infoHash().toString())) {
        log.warn("{} holds the manifest of {} and is ignored", path, manifest.infoHash());
        return Optional.empty();
      }
      State state = state(manifest);
      Path place = dataFolder.resolve(state.file);
      return Optional.of(new SavedResource(manifest, place, state.inPlace, state.choices()));
    } catch (IOException | ManifestException | IllegalArgumentException e) {
      log.warn("{} can't be read and is ignored: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  /** Nothing when there is a manifest, or no link that can be read. */
  Optional<SavedMagnet> loadMagnet() {
    Path file = path.resolve(MAGNET);
    if (manifest().exist() || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Magnet magnet = JSON.readValue(Files.readAllBytes(file), Magnet.class);
      if (magnet == null) {
        throw new IllegalArgumentException("it says null");
      }
      MagnetLink link = MagnetLink.parseAny(magnet.link);
      if (path.endsWith(link.infoHash().toString())) {
        return Optional.of(new SavedMagnet(link, magnet.paused));
      }
      log.warn("{} holds the link of {} and is ignored", path, link.infoHash());
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      log.warn("{} can't be read and is ignored: {}", file, e.getMessage());
    }
    return Optional.empty();
  }

  /** Looks first: to be told that it is there already costs more. */
  void make() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
    }
  }

  void save(SavedMagnet magnet) throws IOException {
    make();
    Magnet form = new Magnet(magnet.link().toString(), magnet.paused());
    AtomicFiles.write(path, MAGNET, JSON.writeValueAsBytes(form));
  }

  /** Where a manifest is put while it arrives. */
  Path incomingManifest() {
    return path.resolve(INCOMING);
  }

  /** Reads a part of the manifest as peers are sent it; up to its end, if that comes first. */
  ManifestSlice readManifest(int begin, int length) throws IOException {
    return manifest().slice(begin, length);
  }

  /** Writes a manifest that others can add the resource by. */
  void export(ResourceManifest stored, OutputStream out) throws IOException {
    manifest().export(stored, out);
  }

  /**
   * The manifest never changes, so it is written once, and last: it makes the resource exist. A
   * state that is that of any fresh download is not written with it.
   */
  void save(SavedResource resource, Path dataFolder) throws IOException {
    make();
    boolean known = manifest().exist();
    State state = state(resource, dataFolder);
    if (known || !state.equals(State.fresh(resource.manifest()))) {
      AtomicFiles.write(path, STATE, JSON.writeValueAsBytes(state));
    } else {
      Files.deleteIfExists(path.resolve(STATE)); // What is left of one that was being deleted.
    }
    if (!known) {
      manifest().write(resource.manifest());
      Files.deleteIfExists(path.resolve(MAGNET));
    }
  }

  private static State state(SavedResource resource, Path dataFolder) {
    Path file = resource.file();
    Path stored = file.startsWith(dataFolder) ? dataFolder.relativize(file) : file;
    ResourceChoices choices = resource.choices();
    List<String> trackers = choices.trackers().stream().map(TrackerAddress::toString).toList();
    return new State(
        stored.toString(),
        resource.inPlace(),
        choices.paused(),
        trackers,
        choices.limits(),
        choices.sequential());
  }

  /** Deletes everything, what makes it a resource first. Nothing happens when there is nothing. */
  void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.deleteIfExists(path.resolve(MAGNET));
    manifest().delete();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(path);
  }

  /** That of a fresh download when there is none to be read. */
  private State state(ResourceManifest manifest) throws IOException {
    State fresh = State.fresh(manifest);
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
