package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Computes the info-hash of a manifest. */
public final class InfoHashes {
  private InfoHashes() {}

  /**
   * The info-hash of a manifest: SHA-256 over the text that {@code specs/manifest.md} describes.
   *
   * @throws IllegalArgumentException when the creation date is no date
   */
  public static InfoHash of(Manifest manifest) {
    MessageDigest digest = Sha256.digest();
    update(digest, manifest.trackerIp() + ";" + manifest.trackerPort() + ";");
    update(digest, manifest.comment() + ";");
    update(digest, CreationDate.canonical(manifest.creationDate()) + ";");
    update(digest, manifest.name() + ";");
    String separator = "";
    for (Manifest.Piece piece : manifest.pieces()) {
      update(
          digest,
          separator + "Path(sha256=" + piece.sha256() + ",size_bytes=" + piece.size() + ")");
      separator = ",";
    }
    return InfoHash.of(digest.digest(), 0);
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
