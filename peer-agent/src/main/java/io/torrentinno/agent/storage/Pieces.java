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

  /** Bytes of the whole file. */
  long length() {
    return layout.length();
  }

  /** Whether these bytes lie inside one piece. */
  boolean contains(int piece, int begin, int length) {
    return piece >= 0 && piece < count() && begin >= 0 && begin <= size(piece) - length;
  }

  /** Parsed when asked for: a million parsed hashes would be kept for little. */
  PieceHash hash(int piece) {
    return manifest.pieces().get(piece).hash();
  }
}
