package io.torrentinno.agent.content.state;

import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What outlives a restart of a resource, besides its pieces.
 *
 * @param manifest what it is
 * @param file where the finished file or folder lies, or will lie
 * @param inPlace shared where it lies: never written, renamed or deleted
 */
public record SavedResource(
    ResourceManifest manifest, Path file, boolean inPlace, ResourceChoices choices) {

  /** Its info-hash. */
  public InfoHash infoHash() {
    return manifest.infoHash();
  }

  /** What people call it: the name that a download has here, or that its manifest gives it. */
  public String name() {
    Path here = file.getFileName();
    return inPlace || here == null ? manifest.name() : here.toString();
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
    return new SavedResource(manifest, file, true, choices);
  }

  /** The same with other choices. */
  public SavedResource with(ResourceChoices others) {
    return new SavedResource(manifest, file, inPlace, others);
  }

  /** The same with another manifest of the same resource. */
  public SavedResource with(ResourceManifest other) {
    return new SavedResource(other, file, inPlace, choices);
  }

  /** The same, paused or not. */
  public SavedResource withPaused(boolean paused) {
    return with(choices.withPaused(paused));
  }
}
