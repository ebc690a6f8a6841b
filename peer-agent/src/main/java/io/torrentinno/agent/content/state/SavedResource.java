package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a restart of a resource, besides its pieces.
 *
 * @param manifest what it is
 * @param file where the finished file or folder lies, or will lie
 * @param inPlace shared where it lies: never written, renamed or deleted
 * @param replaces the resource that has its place until all of it is there; null when none has
 */
public record SavedResource(
    ResourceManifest manifest,
    Path file,
    boolean inPlace,
    ResourceChoices choices,
    @Nullable InfoHash replaces) {
  /** One that replaces no other. */
  public SavedResource(
      ResourceManifest manifest, Path file, boolean inPlace, ResourceChoices choices) {
    this(manifest, file, inPlace, choices, null);
  }

  /** Its info-hash. */
  public InfoHash infoHash() {
    return manifest.infoHash();
  }

  /** What people call it: the name that a download has here, or that its manifest gives it. */
  public String name() {
    Path here = file.getFileName();
    return inPlace || here == null ? manifest.name() : here.toString();
  }

  /** Whether another resource has its place until all of it is there. */
  public boolean isReplacing() {
    return replaces != null;
  }

  /** Where it lies until all of it is there. */
  public Path part() {
    return isReplacing() ? FileNames.replacementOf(file) : FileNames.partOf(file);
  }

  /** The place that no other resource may have now. */
  public Path claimed() {
    return isReplacing() ? part() : file;
  }

  /** The same, to replace another one. */
  public SavedResource replacing(@Nullable InfoHash other) {
    return new SavedResource(manifest, file, inPlace, choices, other);
  }

  /** The same in another place. */
  public SavedResource at(Path other) {
    return new SavedResource(manifest, other, inPlace, choices, replaces);
  }

  /** Whether it is a download that lies elsewhere than at its usual place. */
  public boolean isPlaced(Path dataFolder) {
    return !inPlace && !file.equals(usualPlace(dataFolder));
  }

  /** Where a download lies for which no place was chosen. */
  Path usualPlace(Path dataFolder) {
    return dataFolder.resolve(manifest.name());
  }

  /** Where it is announced: its manifest's trackers and the others, or those alone, each once. */
  public List<TrackerAddress> trackers() {
    if (choices.trackersAlone()) {
      return choices.trackers();
    }
    return Stream.concat(manifest.trackers().stream(), choices.trackers().stream())
        .distinct()
        .toList();
  }

  /** The manifest that others can add it by: of version 2, with the trackers that it has now. */
  public ResourceManifest published() {
    return switch (manifest) {
      case ManifestV1 one -> one;
      case ManifestV2 two -> two.announcedTo(choices.trackers(), choices.trackersAlone());
    };
  }

  /** The link that others can fetch it by. */
  public MagnetLink magnet() {
    return manifest.magnet(trackers());
  }

  /** The same, but its file is only ever read. */
  public SavedResource shared() {
    return new SavedResource(manifest, file, true, choices, replaces);
  }

  /** The same with other choices. */
  public SavedResource with(ResourceChoices others) {
    return new SavedResource(manifest, file, inPlace, others, replaces);
  }

  /**
   * The same, of which a person chooses files.
   *
   * @throws IllegalArgumentException when the choice names no file, or leaves none, or skips files
   *     of a resource that replaces another one; the message says it
   */
  public SavedResource choosing(FileChoice choice) {
    FileSelection files = choices.files().with(choice, manifest);
    if (isReplacing() && files.hasSkipped()) {
      throw new IllegalArgumentException(
          "what replaces another resource is fetched as a whole: " + manifest.name());
    }
    return with(choices.withFiles(files));
  }

  /** The same with another manifest of the same resource. */
  public SavedResource with(ResourceManifest other) {
    return new SavedResource(other, file, inPlace, choices, replaces);
  }

  /** The same, paused or not. */
  public SavedResource withPaused(boolean paused) {
    return with(choices.withPaused(paused));
  }
}
