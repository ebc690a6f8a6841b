package io.torrentinno.agent.content.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.torrentinno.agent.content.disk.AtomicFiles;
import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.content.manifests.ManifestFiles;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.placement.Placement;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder with the state of one resource: its {@link ManifestFiles}, {@code state.json} and the
 * checkpoint {@code pieces}. While there is no manifest, the folder has {@code magnet.json} and the
 * part of the manifest that has arrived. A folder with neither a manifest nor a magnet link belongs
 * to no resource.
 *
 * @param path the folder; its name is the info-hash
 * @param threads the threads that read and write long manifests
 */
record ResourceFolder(Path path, ManifestThreads threads) {
  private static final Logger log = LoggerFactory.getLogger(ResourceFolder.class);
  private static final String MAGNET = "magnet.json";

  /** An empty file that exists while the data of the resource are deleted. */
  private static final String REMOVAL = "removal";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The fields of {@code magnet.json}. */
  private record Magnet(
      String link,
      boolean paused,
      @Nullable Boolean trackersAlone,
      @Nullable String destination,
      @Nullable String name,
      @Nullable String from,
      @Nullable Boolean replace,
      @Nullable FileChoice files) {
    Magnet {
      Objects.requireNonNull(link, "link");
    }

    static Magnet of(SavedMagnet magnet) {
      Placement placement = magnet.placement();
      return new Magnet(
          magnet.link().toString(),
          magnet.paused(),
          magnet.trackersAlone(),
          text(placement.destination()),
          placement.name(),
          text(placement.from()),
          placement.replace(),
          magnet.files());
    }

    Placement placement() {
      return new Placement(path(destination), name, path(from), Boolean.TRUE.equals(replace));
    }

    private static @Nullable Path path(@Nullable String text) {
      return text == null ? null : Path.of(text);
    }

    private static @Nullable String text(@Nullable Path path) {
      return path == null ? null : path.toString();
    }
  }

  private ManifestFiles manifest() {
    return new ManifestFiles(path);
  }

  /** The resource, as far as it can be read; empty when the folder belongs to no resource. */
  Optional<PersistedResource> load(Path dataFolder) {
    InfoHash infoHash = infoHash();
    if (infoHash == null || !Files.isDirectory(path)) {
      log.warn("{} is not the folder of a resource and is ignored", path);
      return Optional.empty();
    }
    if (manifest().exist()) {
      try {
        return Optional.of(known(infoHash, manifest().read(), dataFolder));
      } catch (IOException e) {
        return Optional.of(withoutManifest(infoHash, StorageException.why(e)));
      } catch (ManifestException | IllegalArgumentException e) {
        return Optional.of(withoutManifest(infoHash, String.valueOf(e.getMessage())));
      }
    }
    return Files.notExists(path.resolve(MAGNET), NOFOLLOW_LINKS)
        ? Optional.empty() // The rest of a resource that was being deleted.
        : Optional.of(link(infoHash));
  }

  private @Nullable InfoHash infoHash() {
    String name = String.valueOf(path.getFileName());
    try {
      InfoHash infoHash = InfoHash.parse(name);
      return infoHash.toString().equals(name) ? infoHash : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private PersistedResource known(InfoHash infoHash, ResourceManifest manifest, Path dataFolder) {
    if (!manifest.infoHash().equals(infoHash)) {
      throw new IllegalArgumentException("it is the manifest of " + manifest.infoHash());
    }
    Path file = dataFolder.resolve(manifest.name());
    return recall(new SavedResource(manifest, file, false, ResourceChoices.NONE), dataFolder);
  }

  /**
   * Reads the stored choices of a resource whose manifest is known.
   *
   * @param unchosen the result when nothing is stored
   */
  PersistedResource.Known recall(SavedResource unchosen, Path dataFolder) {
    return state().read(unchosen, dataFolder);
  }

  private PersistedResource withoutManifest(InfoHash infoHash, String why) {
    SavedMagnet magnet;
    try {
      magnet = magnet(infoHash);
    } catch (IOException e) {
      ResourceChoices choices = state().choices();
      List<TrackerAddress> trackers =
          choices.trackers().stream().limit(MagnetLink.MAX_TRACKERS).toList();
      magnet =
          new SavedMagnet(
              new MagnetLink(manifest().version(), infoHash, trackers, null),
              choices.paused(),
              choices.trackersAlone(),
              Placement.USUAL,
              FileChoice.NONE);
    }
    return new PersistedResource.Link(
        magnet,
        manifest().path()
            + " is damaged ("
            + why
            + "), so peers are asked for the manifest. If no peer has it, remove the"
            + " resource (its file stays) and share the file again");
  }

  private PersistedResource link(InfoHash infoHash) {
    try {
      return new PersistedResource.Link(magnet(infoHash), null);
    } catch (IOException e) {
      return new PersistedResource.Link(
          new SavedMagnet(new MagnetLink(infoHash, List.of(), null), false),
          path.resolve(MAGNET)
              + " is damaged ("
              + StorageException.why(e)
              + "), so only the agent's own tracker is asked for peers. To use others, remove the"
              + " resource and add its link again");
    }
  }

  private SavedMagnet magnet(InfoHash infoHash) throws IOException {
    try {
      Magnet magnet = JSON.readValue(Files.readAllBytes(path.resolve(MAGNET)), Magnet.class);
      if (magnet == null) {
        throw new IOException("it is null");
      }
      MagnetLink link = MagnetLink.parseAny(magnet.link);
      if (link.infoHash().equals(infoHash)) {
        return new SavedMagnet(
            link,
            magnet.paused,
            Boolean.TRUE.equals(magnet.trackersAlone),
            magnet.placement(),
            magnet.files == null ? FileChoice.NONE : magnet.files);
      }
      throw new IOException("it is the link of " + link.infoHash());
    } catch (JacksonException e) {
      throw new IOException("it is not the JSON of a link", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private StateFile state() {
    return new StateFile(path);
  }

  /** Makes the folder. Looks first, because an attempt that fails costs more than a look. */
  void make() throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
    }
  }

  void save(SavedMagnet magnet) throws IOException {
    make();
    setBeingRemoved(false);
    if (!manifest().exist()) {
      state().delete(); // What is left of one that was being deleted.
    }
    AtomicFiles.write(path, MAGNET, JSON.writeValueAsBytes(Magnet.of(magnet)));
  }

  /** Replaces the signatures of a stored manifest. */
  void saveSignatures(ResourceManifest manifest) throws IOException {
    manifest().writeSignatures(manifest);
  }

  /** Stores the resource. Writes its manifest only when none is stored: it never changes. */
  void save(SavedResource resource, Path dataFolder) throws IOException {
    save(resource, dataFolder, manifest().exist());
  }

  /** Stores the resource and its manifest. */
  void add(SavedResource resource, Path dataFolder) throws IOException {
    save(resource, dataFolder, false);
  }

  /**
   * Writes the manifest last, because the resource exists as soon as its manifest does. A new
   * download without any choice gets no {@code state.json}.
   */
  private void save(SavedResource resource, Path dataFolder, boolean known) throws IOException {
    make();
    if (known || !StateFile.isNeedless(resource, dataFolder)) {
      state().write(resource, dataFolder);
    } else {
      state().delete(); // What is left of one that was being deleted.
    }
    if (!known) {
      setBeingRemoved(false);
      write(resource.manifest());
      Files.deleteIfExists(path.resolve(MAGNET));
    }
  }

  private void write(ResourceManifest manifest) throws IOException {
    try {
      boolean _ =
          threads.call(
              manifest.heapBytes(),
              () -> {
                manifest().write(manifest);
                return true;
              });
    } catch (ManifestException e) {
      throw new IllegalStateException("a manifest that was valid", e);
    }
  }

  /** Stores on the disk whether the data of the resource are being deleted. */
  void setBeingRemoved(boolean underWay) throws IOException {
    if (underWay) {
      make();
      AtomicFiles.write(path, REMOVAL, new byte[0]);
    } else if (isBeingRemoved()) { // A read-only disk also refuses to delete a missing file.
      Files.deleteIfExists(path.resolve(REMOVAL));
    }
  }

  boolean isBeingRemoved() {
    return Files.exists(path.resolve(REMOVAL), NOFOLLOW_LINKS);
  }

  /** Deletes everything if nothing in it makes it a resource. */
  void deleteLeftovers() throws IOException {
    if (!manifest().exist() && Files.notExists(path.resolve(MAGNET), NOFOLLOW_LINKS)) {
      delete();
    }
  }

  /** Deletes the folder, and first the file by which the resource exists. It may be missing. */
  void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.deleteIfExists(path.resolve(MAGNET));
    manifest().delete();
    try (Stream<Path> inside = Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
