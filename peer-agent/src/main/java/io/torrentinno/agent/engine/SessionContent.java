package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;

/**
 * What a session fetches and serves.
 *
 * @param layout where each piece lies
 * @param verified the pieces on disk; belongs to the session from here on
 * @param hashes those of the pieces
 * @param choice which pieces are fetched, and which first
 */
public record SessionContent(
    PieceLayout layout, Bitfield verified, HashBook hashes, PieceChoice choice) {
  /** One of which all pieces are fetched. */
  public SessionContent(PieceLayout layout, Bitfield verified, HashBook hashes) {
    this(layout, verified, hashes, PieceChoice.all(layout.count()));
  }

  /** One of which all hashes are known. */
  public SessionContent(PieceLayout layout, Bitfield verified) {
    this(layout, verified, HashBook.COMPLETE);
  }
}
