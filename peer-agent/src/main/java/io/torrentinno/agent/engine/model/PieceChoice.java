package io.torrentinno.agent.engine.model;

import io.torrentinno.protocol.model.Bitfield;

/**
 * The pieces of a resource that a person wants. The sets must not be changed.
 *
 * @param skipped pieces that are not fetched, unless a program reads them
 * @param high pieces that are fetched before the others
 */
public record PieceChoice(Bitfield skipped, Bitfield high) {
  /** All {@code pieces}, in any order. */
  public static PieceChoice all(int pieces) {
    return new PieceChoice(new Bitfield(pieces), new Bitfield(pieces));
  }
}
