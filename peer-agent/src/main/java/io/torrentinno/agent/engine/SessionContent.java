package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.download.LocalBytes;
import io.torrentinno.agent.engine.hashes.HashBook;
import io.torrentinno.agent.engine.model.PieceChoice;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.function.IntPredicate;

/**
 * The content that a session fetches and serves.
 *
 * @param layout where each piece lies
 * @param verified the pieces on disk; the session owns the set from now on
 * @param hashes the hashes of the pieces
 * @param choice which pieces are fetched, and which first
 * @param local bytes that can be copied rather than fetched
 * @param zero whether the hash of a piece is known, and is that of zeros
 */
public record SessionContent(
    PieceLayout layout,
    Bitfield verified,
    HashBook hashes,
    PieceChoice choice,
    LocalBytes local,
    IntPredicate zero) {
  /** One of which no piece is known to have nothing but zeros. */
  public SessionContent(
      PieceLayout layout,
      Bitfield verified,
      HashBook hashes,
      PieceChoice choice,
      LocalBytes local) {
    this(layout, verified, hashes, choice, local, _ -> false);
  }

  /** One of which all pieces are fetched, and nothing lies elsewhere on this machine. */
  public SessionContent(PieceLayout layout, Bitfield verified, HashBook hashes) {
    this(layout, verified, hashes, PieceChoice.all(layout.count()));
  }

  /** One of which nothing lies elsewhere on this machine. */
  public SessionContent(
      PieceLayout layout, Bitfield verified, HashBook hashes, PieceChoice choice) {
    this(layout, verified, hashes, choice, LocalBytes.NONE);
  }

  /** As {@link #SessionContent(PieceLayout, Bitfield, HashBook)}; all hashes are known. */
  public SessionContent(PieceLayout layout, Bitfield verified) {
    this(layout, verified, HashBook.COMPLETE);
  }
}
