package io.torrentinno.protocol.manifest;

import io.torrentinno.protocol.model.PieceHash;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.List;

/**
 * Describes a resource: one file, cut into hashed pieces, and the tracker of its swarm ({@code
 * specs/manifest.md}). A manifest made by the reader or the builder of this package is valid.
 *
 * @param trackerIp address or host name of the tracker
 * @param trackerPort 1 to 65535
 * @param comment free text, may be empty
 * @param creationDate ISO 8601 date-time as it is written, with or without offset
 * @param name the file's name, never a path
 * @param pieces in file order, at least one
 */
public record Manifest(
    String trackerIp,
    int trackerPort,
    String comment,
    String creationDate,
    String name,
    PieceList pieces) {
  /** The same with a list of any kind: hashes of 64 hex digits, sizes of at least 1. */
  public Manifest(
      String trackerIp,
      int trackerPort,
      String comment,
      String creationDate,
      String name,
      List<Piece> pieces) {
    this(trackerIp, trackerPort, comment, creationDate, name, PieceList.copyOf(pieces));
  }

  /**
   * One piece.
   *
   * @param sha256 64 hex digits as they are written; the info-hash depends on their case
   * @param size bytes, at least 1
   */
  public record Piece(String sha256, int size) {
    public PieceHash hash() {
      return PieceHash.parse(sha256);
    }
  }

  /** The layout of the pieces. */
  public PieceLayout layout() {
    return pieces.layout();
  }
}
