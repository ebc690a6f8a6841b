package io.torrentinno.agent.content.manifests;

import io.torrentinno.agent.content.disk.StorageException;
import io.torrentinno.agent.manifest.ManifestThreads;
import io.torrentinno.agent.manifest.PausingOutput;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.signature.SignedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The manifests of an agent's resources. Calls block. Safe for use by several threads.
 *
 * @param resources has one folder for each resource, with its state
 * @param threads the threads that read long manifests
 */
public record ManifestStore(Path resources, ManifestThreads threads) {
  private static final String INCOMING = "manifest.part";

  /** The file in which the manifest of a resource is while it arrives. */
  public IncomingManifest incoming(InfoHash infoHash) {
    return new IncomingManifest(folder(infoHash).resolve(INCOMING), threads);
  }

  /**
   * Reads a part of a stored manifest.
   *
   * @param begin offset of the first byte
   * @param length the most bytes to read; fewer are returned at the end of the manifest
   */
  public ManifestSlice read(InfoHash infoHash, int begin, int length) throws StorageException {
    try {
      return files(infoHash).slice(begin, length);
    } catch (IOException e) {
      throw StorageException.of(folder(infoHash), e);
    }
  }

  /** Writes a stored manifest, with which other agents can add the resource. */
  public void export(ResourceManifest manifest, OutputStream out) throws IOException {
    files(manifest.infoHash()).export(manifest, new PausingOutput(out));
  }

  /** The message that the signatures of a manifest sign. The manifest need not be stored. */
  public SignedMessage signed(ResourceManifest manifest) throws StorageException {
    ManifestFiles files = files(manifest.infoHash());
    try {
      return threads.call(
          manifest.heapBytes(), () -> SignedMessage.of(out -> files.exportSigned(manifest, out)));
    } catch (ManifestException e) {
      throw new IllegalStateException("a manifest that was valid", e);
    } catch (IOException e) {
      throw StorageException.of(folder(manifest.infoHash()), e);
    }
  }

  /** Writes the message that the signatures of a stored manifest sign. */
  public void exportSigned(ResourceManifest manifest, OutputStream out) throws IOException {
    files(manifest.infoHash()).exportSigned(manifest, new PausingOutput(out));
  }

  private ManifestFiles files(InfoHash infoHash) {
    return new ManifestFiles(folder(infoHash));
  }

  private Path folder(InfoHash infoHash) {
    return resources.resolve(infoHash.toString());
  }
}
