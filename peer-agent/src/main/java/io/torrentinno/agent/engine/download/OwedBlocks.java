package io.torrentinno.agent.engine.download;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.FrameLimits;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds blocks that a slow peer owes and that a faster one can deliver sooner.
 *
 * @param active the started pieces; changes as they come and go
 * @param needed the pieces that are fetched; changes, too
 */
record OwedBlocks(StartedPieces active, Bitfield needed) {
  /**
   * The late block that a much slower peer would deliver last.
   *
   * @return a request for it that is not yet recorded; null when there is none
   */
  @Nullable PendingRequest next(
      DownloadPeer peer,
      Collection<DownloadPeer> others,
      Predicate<PendingRequest> isLate,
      long now) {
    for (DownloadPeer other : others) {
      if (other == peer || !other.isMuchSlowerThan(peer, now)) {
        continue;
      }
      for (int i = other.requests.size() - 1; i >= 0; i--) {
        PendingRequest owed = other.requests.get(i);
        if (isLate.test(owed) && mayTakeOver(peer, owed)) {
          return new PendingRequest(owed.range, owed.piece, now);
        }
      }
    }
    return null;
  }

  private boolean mayTakeOver(DownloadPeer peer, PendingRequest owed) {
    ActivePiece piece = owed.piece;
    return active.isStarted(piece)
        && piece.reservedFor == null
        && needed.get(piece.index)
        && peer.pieces.get(piece.index)
        && piece.isMissing(owed.range)
        && peer.find(owed.range) == null
        && owed.range.length() <= (peer.speaksTi2 ? peer.blockLimit : FrameLimits.TI1_BLOCK_LENGTH);
  }
}
