package io.torrentinno.agent.content.check;

import io.torrentinno.agent.manifest.ManifestV1;
import io.torrentinno.agent.manifest.ManifestV2;
import io.torrentinno.agent.manifest.ResourceManifest;
import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;

/** Where a resource's pieces lie and what they hash to. Immutable. */
public final class Pieces {
  private final Manifest manifest;
  private final PieceLayout layout;

  public Pieces(ResourceManifest resource) {
    this.manifest =
        switch (resource) {
          case ManifestV1 one -> one.manifest();
          case ManifestV2 _ -> throw new IllegalArgumentException("no folders yet");
        };
    this.layout = manifest.layout();
  }

  public int count() {
    return layout.count();
  }

  public int size(int piece) {
    return layout.size(piece);
  }

  public long offset(int piece) {
    return layout.offset(piece);
  }

  PieceLayout layout() {
    return layout;
  }

  long endOf(int piece) {
    return offset(piece) + size(piece);
  }

  /** How many pieces lie whole in the first {@code bytes} of the file. */
  int wholeIn(long bytes) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (endOf(middle) <= bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Bytes of the whole file. */
  public long length() {
    return layout.length();
  }

  /** Whether these bytes lie inside one piece. */
  public boolean contains(int piece, int begin, int length) {
    return piece >= 0 && piece < count() && begin >= 0 && begin <= size(piece) - length;
  }

  public PieceHash hash(int piece) {
    return manifest.pieces().hash(piece);
  }
}
