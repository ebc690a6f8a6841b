package io.torrentinno.agent.storage;

import io.torrentinno.protocol.manifest.Manifest;
import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;

/** Where a resource's pieces lie and what they hash to. Immutable. */
final class Pieces {
  private final Manifest manifest;
  private final PieceLayout layout;

  Pieces(Manifest manifest) {
    this.manifest = manifest;
    this.layout = manifest.layout();
  }

  int count() {
    return layout.count();
  }

  int size(int piece) {
    return layout.size(piece);
  }

  long offset(int piece) {
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
  long length() {
    return layout.length();
  }

  /** Whether these bytes lie inside one piece. */
  boolean contains(int piece, int begin, int length) {
    return piece >= 0 && piece < count() && begin >= 0 && begin <= size(piece) - length;
  }

  PieceHash hash(int piece) {
    return manifest.pieces().hash(piece);
  }
}
