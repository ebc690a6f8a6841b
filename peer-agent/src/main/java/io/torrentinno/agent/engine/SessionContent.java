package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;

/**
 * What a session fetches and serves.
 *
 * @param layout where each piece lies
 * @param verified the pieces on disk; belongs to the session from here on
 * @param hashes those of the pieces
 */
public record SessionContent(PieceLayout layout, Bitfield verified, HashBook hashes) {
  /** One of which all hashes are known. */
  public SessionContent(PieceLayout layout, Bitfield verified) {
    this(layout, verified, HashBook.COMPLETE);
  }
}
