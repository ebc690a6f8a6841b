package io.torrentinno.agent.storage;

import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import java.nio.file.Path;

/**
 * What outlives a restart of a resource, besides its pieces.
 *
 * @param infoHash its name
 * @param manifest what it is
 * @param file where the finished file lies, or will lie
 * @param inPlace shared where it lies: never written, renamed or deleted
 * @param paused whether it waits for a resume
 */
public record SavedResource(
    InfoHash infoHash, Manifest manifest, Path file, boolean inPlace, boolean paused) {

  /** The same, paused or not. */
  public SavedResource withPaused(boolean nowPaused) {
    return new SavedResource(infoHash, manifest, file, inPlace, nowPaused);
  }
}
