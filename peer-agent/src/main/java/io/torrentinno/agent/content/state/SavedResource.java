package io.torrentinno.agent.content.state;

import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.MagnetLink;
import io.torrentinno.protocol.model.TrackerAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What outlives a restart of a resource, besides its pieces.
 *
 * @param infoHash its name
 * @param manifest what it is
 * @param file where the finished file lies, or will lie
 * @param inPlace shared where it lies: never written, renamed or deleted
 */
public record SavedResource(
    InfoHash infoHash, Manifest manifest, Path file, boolean inPlace, ResourceChoices choices) {

  /** Where it is announced: its manifest's tracker and the others, each once. */
  public List<TrackerAddress> trackers() {
    TrackerAddress own = new TrackerAddress(manifest.trackerIp(), manifest.trackerPort());
    return Stream.concat(Stream.of(own), choices.trackers().stream()).distinct().toList();
  }

  /** The link that others can fetch it by. */
  public MagnetLink magnet() {
    List<TrackerAddress> named = trackers().stream().limit(MagnetLink.MAX_TRACKERS).toList();
    return new MagnetLink(infoHash, named, manifest.name().isBlank() ? null : manifest.name());
  }

  /** The same with other choices. */
  public SavedResource with(ResourceChoices others) {
    return new SavedResource(infoHash, manifest, file, inPlace, others);
  }

  /** The same, paused or not. */
  public SavedResource withPaused(boolean paused) {
    return with(choices.withPaused(paused));
  }
}
