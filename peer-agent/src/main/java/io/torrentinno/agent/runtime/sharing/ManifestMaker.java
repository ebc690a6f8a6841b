package io.torrentinno.agent.runtime.sharing;

import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.resource.view.ResourceException;
import io.torrentinno.agent.resource.view.ResourceException.Reason;
import io.torrentinno.agent.sharing.HashedFile;
import io.torrentinno.agent.sharing.HashedTree;
import io.torrentinno.agent.sharing.ShareSource;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.manifest.ManifestBuilder;
import io.torrentinno.protocol.manifest.ManifestException;
import io.torrentinno.protocol.manifest.ManifestHeader;
import io.torrentinno.protocol.manifest.envelope.CopyHints;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.model.Bytes32;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import io.torrentinno.protocol.model.TrackerAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Makes manifests of files on this machine.
 *
 * @param tracker the tracker that the manifests name
 * @param version the version of files' manifests, unless a share asks for another one
 */
public record ManifestMaker(TrackerAddress tracker, int version, InstantSource clock) {
  /**
   * The piece size for a file.
   *
   * @param size bytes of the file
   * @throws ResourceException when the file is empty, or the request is not possible
   */
  int pieceSize(ShareSource source, long size) {
    if (size == 0) {
      throw new ResourceException(
          Reason.EMPTY_FILE,
          source.file() + ": a manifest of version 1 can't describe it, one of version 2 can");
    }
    Integer asked = source.format().pieceSize();
    int pieceSize = asked == null ? ManifestBuilder.defaultPieceSize(size) : asked;
    try {
      builder(source, pieceSize).check(size);
    } catch (ManifestException e) {
      throw refusal(e);
    }
    return pieceSize;
  }

  /**
   * Makes the manifest of a file.
   *
   * @throws ResourceException when the file cannot have one
   */
  Manifest make(ShareSource source, HashedFile hashed) {
    try {
      return builder(source, hashed.pieceSize()).assemble(hashed.stamp().size(), hashed.hashes());
    } catch (ManifestException e) {
      throw refusal(e);
    }
  }

  /**
   * Makes the manifest of version 2 of a folder or file.
   *
   * @throws ResourceException when it cannot have one
   */
  ManifestV2 make(ShareSource source, HashedTree hashed) {
    try {
      Envelope envelope = Envelope.EMPTY.withTrackers(List.of(tracker.toUri().toString()));
      if (!source.comment().isEmpty()) {
        envelope = envelope.withComment(source.comment());
      }
      ManifestV2 manifest = ManifestV2.of(new ResourceInfo(source.name(), hashed.tree()), envelope);
      ShareSource.Previous previous = source.previous();
      return previous == null || previous.infoHash().equals(manifest.infoHash())
          ? manifest
          : manifest.with(envelope.withPrevious(previous.infoHash()));
    } catch (ManifestException e) {
      throw refusal(e);
    }
  }

  /** The same manifest, which names copy hints from the previous version. */
  ManifestV2 withHints(ManifestV2 manifest, byte[] document) {
    Envelope envelope = manifest.envelope();
    InfoHash previous = Objects.requireNonNull(envelope.previous());
    Bytes32 sha256 = Bytes32.of(Sha256.digest().digest(document), 0);
    try {
      CopyHints hints = new CopyHints(previous, sha256, document.length);
      return manifest.with(envelope.withCopyHints(List.of(hints)));
    } catch (ManifestException e) {
      throw new IllegalStateException("hints that no manifest can name", e);
    }
  }

  private ManifestBuilder builder(ShareSource source, int pieceSize) throws ManifestException {
    return new ManifestBuilder(
        new ManifestHeader(
            tracker.host(), tracker.port(), source.comment(), clock.instant(), source.name()),
        pieceSize);
  }

  private static ResourceException refusal(ManifestException e) {
    return new ResourceException(Reason.BAD_REQUEST, String.valueOf(e.getMessage()), e);
  }
}
