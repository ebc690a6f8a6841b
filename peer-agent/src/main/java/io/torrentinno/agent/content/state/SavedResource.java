package io.torrentinno.agent.content.state;

import io.torrentinno.agent.content.disk.FileNames;
import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.agent.selection.FileChoice;
import io.torrentinno.agent.selection.FileSelection;
import io.torrentinno.agent.selection.FolderPart;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stored values of a resource, except for its pieces.
 *
 * @param manifest the description of the resource
 * @param file the path of the finished file or folder, also before it is finished
 * @param shared the part of the folder, or {@link FolderPart#WHOLE}, when it was shared where it
 *     is: nothing there is written, renamed or deleted; null for a download
 * @param replaces the resource that has this path until this resource is complete; null when it
 *     replaces none
 */
public record SavedResource(
    ResourceManifest manifest,
    Path file,
    @Nullable FolderPart shared,
    ResourceChoices choices,
    @Nullable InfoHash replaces) {
  /** A resource that replaces no other, and is a whole folder or a file. */
  public SavedResource(
      ResourceManifest manifest, Path file, boolean inPlace, ResourceChoices choices) {
    this(manifest, file, inPlace ? FolderPart.WHOLE : null, choices, null);
  }

  /** Whether the file was shared where it is: it is never written, renamed or deleted. */
  public boolean inPlace() {
    return shared != null;
  }

  public InfoHash infoHash() {
    return manifest.infoHash();
  }

  /** The name for people: the name of a download on this machine, or the name in the manifest. */
  public String name() {
    Path here = file.getFileName();
    return inPlace() || here == null ? manifest.name() : here.toString();
  }

  /** Whether another resource has this path until this resource is complete. */
  public boolean isReplacing() {
    return replaces != null;
  }

  /** The path of the part file or part folder. */
  public Path part() {
    return isReplacing() ? FileNames.replacementOf(file) : FileNames.partOf(file);
  }

  /** The path of the content now, which changes when this resource replaces another one. */
  Path place() {
    return isReplacing() ? part() : file;
  }

  /**
   * The path that no other resource may have now. Several resources may be parts of one folder, and
   * none of them keeps downloads out of it.
   */
  public Path claimed() {
    return shared == null ? place() : shared.placeIn(file);
  }

  /** The same resource, which replaces another one; none when null. */
  public SavedResource replacing(@Nullable InfoHash other) {
    return new SavedResource(manifest, file, shared, choices, other);
  }

  /** The same resource at another path. */
  public SavedResource at(Path other) {
    return new SavedResource(manifest, other, shared, choices, replaces);
  }

  /** Whether the resource is a download with another path than the usual one. */
  public boolean isPlaced(Path dataFolder) {
    return !inPlace() && !file.equals(usualPlace(dataFolder));
  }

  /** The path of a download for which no folder and no name were chosen. */
  Path usualPlace(Path dataFolder) {
    return dataFolder.resolve(manifest.name());
  }

  /** All trackers to which the resource is announced, each once. */
  public List<TrackerAddress> trackers() {
    if (choices.trackersAlone()) {
      return choices.trackers();
    }
    if (choices.trackers().isEmpty()) {
      return manifest.trackers();
    }
    return Stream.concat(manifest.trackers().stream(), choices.trackers().stream())
        .distinct()
        .toList();
  }

  /** The manifest for others. In version 2 it has the trackers of now. */
  public ResourceManifest published() {
    return switch (manifest) {
      case ManifestV1 one -> one;
      case ManifestV2 two -> two.announcedTo(choices.trackers(), choices.trackersAlone());
    };
  }

  /** The link with which others can fetch the resource. */
  public MagnetLink magnet() {
    return manifest.magnet(trackers());
  }

  /** The same resource, shared in place: its file is only read. */
  public SavedResource asShared() {
    FolderPart part = Objects.requireNonNullElse(shared, FolderPart.WHOLE);
    return new SavedResource(manifest, file, part, choices, replaces);
  }

  /** The same resource with other choices. */
  public SavedResource with(ResourceChoices others) {
    return new SavedResource(manifest, file, shared, others, replaces);
  }

  /**
   * The same resource with other files to fetch.
   *
   * @throws IllegalArgumentException with a message for people when the choice matches no file,
   *     leaves no file to fetch, or skips files of a resource that replaces another one
   */
  public SavedResource choosing(FileChoice choice) {
    FileSelection files = choices.files().with(choice, manifest);
    if (isReplacing() && files.hasSkipped()) {
      throw new IllegalArgumentException(
          "a resource that replaces another one is fetched as a whole: " + manifest.name());
    }
    return with(choices.withFiles(files));
  }

  /** The same resource with another manifest of the same info-hash. */
  public SavedResource with(ResourceManifest other) {
    return new SavedResource(other, file, shared, choices, replaces);
  }

  /** The same resource, paused or not. */
  public SavedResource withPaused(boolean paused) {
    return with(choices.withPaused(paused));
  }
}
