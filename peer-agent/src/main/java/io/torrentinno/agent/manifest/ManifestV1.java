package io.torrentinno.agent.manifest;

import io.torrentinno.protocol.manifest.InfoHashes;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.model.TrackerAddress;
import io.torrentinno.protocol.signature.SignedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A manifest of version 1: one file.
 *
 * @param signatures kept beside it: it has no place for them
 */
public record ManifestV1(InfoHash infoHash, Manifest manifest, List<String> signatures)
    implements ResourceManifest {
  /** Hashes, and what a swarm knows of each piece. */
  private static final long BYTES_PER_PIECE = 64;

  public ManifestV1 {
    signatures = List.copyOf(signatures);
  }

  /** One without signatures. */
  public ManifestV1(InfoHash infoHash, Manifest manifest) {
    this(infoHash, manifest, List.of());
  }

  public static ManifestV1 of(Manifest manifest) {
    return new ManifestV1(InfoHashes.of(manifest), manifest);
  }

  @Override
  public String name() {
    return manifest.name();
  }

  @Override
  public PieceLayout layout() {
    return manifest.layout();
  }

  @Override
  public List<TrackerAddress> trackers() {
    return List.of(new TrackerAddress(manifest.trackerIp(), manifest.trackerPort()));
  }

  @Override
  public boolean isFolder() {
    return false;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ManifestV1 withSignatures(List<String> others) {
    return new ManifestV1(infoHash, manifest, SignatureRules.checked(others));
  }

  @Override
  public void writeSigned(OutputStream out) throws IOException {
    out.write(SignedMessage.ofVersion1(infoHash));
  }

  @Override
  public boolean hasSameContent(ResourceManifest other) {
    return other instanceof ManifestV1 that
        && manifest.name().equals(that.manifest.name())
        && manifest.pieces().equals(that.manifest.pieces());
  }

  @Override
  public long heapBytes() {
    return BYTES_PER_PIECE * manifest.pieces().size();
  }
}
