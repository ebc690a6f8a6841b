package io.torrentinno.agent.engine.download;

import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.wire.FrameLimits;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds blocks that a slow peer owes and that a faster one can deliver sooner, and blocks that
 * delay a program that reads.
 *
 * @param active the started pieces; changes as they come and go
 * @param needed the pieces that are fetched; changes, too
 */
record OwedBlocks(StartedPieces active, Bitfield needed) {
  /**
   * The shortest time between two times of cancelling at one peer. It counts each Cancel as a
   * needless message, forgives 100 of them each second, and bans after 1,000.
   */
  private static final long CLEARING_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /** The most requests that are cancelled at one time. */
  private static final int MOST_CANCELLED = 64;

  /** A program may wait this long for blocks that were requested before its own. */
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(500);

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

  /**
   * Cancels the requests that a slow TI/2 peer would answer before it sends a piece that a program
   * waits for, except requests for other such pieces.
   *
   * @return the cancelled blocks; none when the peer needs little time for them, or when no program
   *     waits for a piece of it
   */
  List<BlockRange> clearWay(DownloadPeer peer, ReaderSpans readers, long now) {
    if (!peer.speaksTi2 || now - peer.clearAgainAt < 0) {
      return List.of();
    }
    int end = readers.all().stream().mapToInt(span -> before(span.first(), peer)).max().orElse(0);
    List<PendingRequest> found =
        peer.requests.subList(0, end).stream()
            .filter(request -> request.mayCancel() && !readers.awaits(request.piece))
            .limit(MOST_CANCELLED)
            .toList();
    long bytes = found.stream().mapToLong(request -> request.range.length()).sum();
    if (bytes <= peer.rate.bytesIn(SHORT)) {
      return List.of();
    }
    peer.clearAgainAt = now + CLEARING_PAUSE;
    found.forEach(peer::cancel);
    return found.stream().map(request -> request.range).toList();
  }

  /**
   * How many requests the peer answers before it sends the rest of this piece; 0 if it never does.
   */
  private int before(int index, DownloadPeer peer) {
    if (!needed.get(index) || !peer.pieces.get(index)) {
      return 0;
    }
    ActivePiece piece = active.get(index);
    if (piece == null || piece.hasFree()) {
      return peer.requests.size();
    }
    int last = peer.requests.size() - 1;
    while (last >= 0 && peer.requests.get(last).piece != piece) {
      last--;
    }
    return Math.max(0, last);
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
