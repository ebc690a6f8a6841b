package io.torrentinno.agent.reuse;

import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.protocol.manifest.envelope.Envelope;
import io.torrentinno.protocol.manifest.tree.Entry;
import io.torrentinno.protocol.manifest.tree.FileTreeBuilder;
import io.torrentinno.protocol.manifest.v2.ResourceInfo;
import io.torrentinno.protocol.merkle.FileHasher;
import java.util.List;

/** Manifests of folders with one file, which has only zeros. */
final class ZeroManifests {
  private ZeroManifests() {}

  static ManifestV2 of(String name, int pieceLength, int length) {
    try {
      FileHasher hasher = new FileHasher(pieceLength);
      hasher.update(new byte[length], 0, length);
      Entry file = new Entry.File(List.of("file"), length, hasher.finish().root(), false);
      ResourceInfo info = new ResourceInfo(name, FileTreeBuilder.build(List.of(file), pieceLength));
      return ManifestV2.of(info, Envelope.EMPTY);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
