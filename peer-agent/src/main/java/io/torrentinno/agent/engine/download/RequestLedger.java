package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether each byte is requested, from which peer, and which peer has sent it. A peer works on one
 * piece at a time, so that its blocks arrive in the order in which they are hashed. Started pieces
 * that no peer works on come before new ones. When there is no piece left to start, peers share
 * pieces. At the very end (endgame) they request blocks that slower peers still owe. Pieces that
 * programs read come before all others: the piece that a program waits for is requested from all
 * peers, and a faster peer requests the blocks of it that a slower peer still owes.
 */
final class RequestLedger {
  private static final long ENDGAME_PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

  private final PieceLayout layout;
  private final PiecePicker picker;
  private final PieceCopies copies;
  private final StartedPieces active = new StartedPieces();
  private final OwedBlocks owed;
  private final FailedAttempts failed;

  private ReaderSpans readers = ReaderSpans.NONE;

  /** The pieces that are fetched. */
  private final Bitfield needed;

  RequestLedger(PieceLayout layout, Bitfield needed, PiecePicker picker, PieceCopies copies) {
    this.layout = layout;
    this.needed = needed;
    this.owed = new OwedBlocks(active, needed);
    this.picker = picker;
    this.copies = copies;
    this.failed = new FailedAttempts(copies);
  }

  Collection<ActivePiece> active() {
    return active.values();
  }

  /**
   * Chooses the next request for a peer, and records it.
   *
   * @param others all peers, for the endgame
   * @return the request, now outstanding; null when there is nothing for this peer
   */
  @Nullable BlockRange next(DownloadPeer peer, Collection<DownloadPeer> others, long now) {
    PendingRequest request = nextFree(peer, now);
    if (request == null && picker.isExhausted() && peer.requests.isEmpty()) {
      request = owed.next(peer, others, late -> now - late.sentAt >= ENDGAME_PATIENCE, now);
    }
    return request == null ? null : record(peer, request);
  }

  /**
   * As {@link #next}, among the pieces that programs read.
   *
   * @return the request, now outstanding; null when there is nothing of them for this peer
   */
  @Nullable BlockRange nextForReaders(
      DownloadPeer peer, Collection<DownloadPeer> others, long now) {
    if (readers.isEmpty()) {
      return null;
    }
    PendingRequest request = awaited(peer, now);
    if (request == null && peer.isCancelling()) {
      return null;
    }
    if (request == null && readers.awaitAny(active.all().keySet())) {
      request = owed.next(peer, others, late -> readers.isLate(late, now), now);
    }
    ActivePiece current = active.get(peer.currentPiece);
    if (request == null && current != null && readers.contains(current)) {
      request = freeIn(current, peer, now);
    }
    if (request == null) {
      int index = picker.pickIn(readers.all(), peer.pieces);
      request = index < 0 ? null : freeIn(start(index, peer.identity), peer, now);
    }
    return request == null ? null : record(peer, request);
  }

  /** A part of a piece that a program waits for, also when other peers send the rest of it. */
  private @Nullable PendingRequest awaited(DownloadPeer peer, long now) {
    for (PieceSpan span : readers.all()) {
      int index = span.first();
      ActivePiece piece = active.get(index);
      if (piece == null && peer.pieces.get(index) && picker.take(index)) {
        piece = start(index, peer.identity);
      }
      PendingRequest request =
          piece == null || (piece.isRequested() && !peer.speaksTi2)
              ? null // A TI/1 peer is asked for whole pieces.
              : freeIn(piece, peer, now);
      if (request != null) {
        return request;
      }
    }
    return null;
  }

  /** These pieces come before all others. */
  void readersMoved(List<PieceSpan> spans) {
    readers = new ReaderSpans(spans);
  }

  /** A missing piece is to be fetched. One that was started before goes on. */
  void need(int piece) {
    if (!active.contains(piece)) {
      picker.need(piece);
      copies.needed(piece);
    }
  }

  /** A missing piece is not to be fetched. What is requested of it is taken, and no more is. */
  void release(int piece) {
    if (!active.contains(piece)) {
      copies.needless(piece);
      picker.release(piece);
    }
  }

  private static BlockRange record(DownloadPeer peer, PendingRequest request) {
    request.piece.requested(request.range);
    peer.add(request);
    return request.range;
  }

  /** The kinds of a block whose head has arrived. */
  enum Arrival {
    WANTED,
    /** It was requested, but is here already. */
    LATE,
    /** It was not requested from the peer, or the peer has sent it before. */
    UNREQUESTED
  }

  /** The head of a block has arrived. */
  Arrival begins(DownloadPeer peer, BlockRange range, long now) {
    PendingRequest request = peer.find(range);
    if (request == null || request.arriving) {
      return Arrival.UNREQUESTED;
    }
    if (!active.isStarted(request.piece) || !request.piece.begins(range, peer.identity)) {
      forget(peer, request);
      return Arrival.LATE;
    }
    request.arriving = true;
    peer.latency = Math.min(peer.latency, now - request.sentAt);
    return Arrival.WANTED;
  }

  /**
   * A block is complete.
   *
   * @return whether its piece is complete, too
   */
  boolean arrived(DownloadPeer peer, BlockRange range) {
    PendingRequest request = peer.find(range);
    if (request == null || !request.arriving) {
      throw new IllegalStateException("a block ended that had not begun: " + range);
    }
    request.piece.arrived(range);
    request.arriving = false;
    forget(peer, request);
    return request.piece.isWhole();
  }

  /**
   * Cancels a block, which has arrived, at other peers that still owe exactly this block; see
   * endgame.
   *
   * @return these peers
   */
  List<DownloadPeer> cancelElsewhere(
      BlockRange range, DownloadPeer from, Collection<DownloadPeer> peers) {
    ActivePiece piece = active.get(range.piece());
    if (piece == null || !piece.isAskedTwice(range)) {
      return List.of();
    }
    List<DownloadPeer> cancelled = new ArrayList<>();
    for (DownloadPeer peer : peers) {
      PendingRequest request = peer == from || !peer.speaksTi2 ? null : peer.find(range);
      if (request != null && request.mayCancel()) {
        peer.cancel(request);
        cancelled.add(peer);
      }
    }
    return cancelled;
  }

  /** As {@link OwedBlocks#clearWay}, for the pieces that programs read. */
  List<BlockRange> clearWay(DownloadPeer peer, long now) {
    return owed.clearWay(peer, readers, now);
  }

  /**
   * The peer will not send a block, so others may be asked for it.
   *
   * @return whether the block is still missing
   */
  boolean rejected(DownloadPeer peer, BlockRange range) {
    PendingRequest request = peer.find(range);
    if (request == null || request.arriving) {
      return false;
    }
    forget(peer, request);
    return !request.cancelled;
  }

  /** Allows requests to other peers for all that the peer owes. The peer may still send it. */
  void release(DownloadPeer peer) {
    for (PendingRequest request : peer.requests) {
      request.release();
    }
    peer.currentPiece = -1;
    for (ActivePiece piece : active.values()) {
      if (peer.identity.equals(piece.reservedFor)) {
        piece.reservedFor = null;
      }
    }
  }

  /** The peer has unchoked: requests that it has not rejected will be answered. */
  void reclaim(DownloadPeer peer) {
    for (PendingRequest request : peer.requests) {
      if (request.released
          && !request.cancelled
          && active.isStarted(request.piece)
          && (request.arriving || request.piece.isFree(request.range))) {
        request.released = false;
        request.piece.requested(request.range);
      }
    }
  }

  /** Starts pieces that are copied as a whole, as many as may be under way. */
  void copyWhole() {
    for (int piece = copies.next(readers); piece >= 0; piece = copies.next(readers)) {
      start(piece);
    }
  }

  /**
   * The copies in a piece have ended.
   *
   * @param units those that are here now
   * @return whether the piece is complete
   */
  boolean copied(int index, BitSet units) {
    ActivePiece piece = Objects.requireNonNull(active.get(index));
    copies.ended(piece.copied(units));
    if (units.isEmpty()) {
      copies.giveUp(index);
    }
    if (piece.isUntouched()) {
      active.remove(index);
      putBack(index);
    }
    return piece.isWhole();
  }

  /** The peer is gone. */
  void dropped(DownloadPeer peer) {
    for (PendingRequest request : peer.requests) {
      if (request.arriving) {
        request.piece.interrupted(request.range);
      }
    }
    release(peer);
    peer.removeAll();
  }

  /**
   * A piece is good.
   *
   * @return the peers that sent a part of it
   */
  Set<PeerIdentity> verified(int piece) {
    ActivePiece good = active.remove(piece);
    failed.forget(piece);
    if (good != null && good.hasCopies()) {
      copies.judged(piece, true);
    }
    return good == null ? Set.of() : good.senders();
  }

  /** Whether a part of this started piece is requested from no peer. */
  boolean hasFree(int piece) {
    ActivePiece started = active.get(piece);
    return started != null && started.hasFree();
  }

  /** Whether bytes of this started piece were copied. */
  boolean hasCopies(int piece) {
    ActivePiece started = active.get(piece);
    return started != null && started.hasCopies();
  }

  /**
   * A piece failed its hash. It is fetched again from one peer alone.
   *
   * @param kept whether {@link #guilty} will be called for this attempt; else for an earlier one
   * @return the peers that sent a part of it; empty when the piece was not being fetched, or when
   *     copies in it may be to blame
   */
  Set<PeerIdentity> corrupt(int index, boolean kept) {
    ActivePiece piece = active.remove(index);
    putBack(index);
    return piece == null ? Set.of() : failed.add(piece, kept);
  }

  /** A piece that was started is not started any more. */
  private void putBack(int index) {
    if (needed.get(index)) {
      picker.putBack(index);
    } else {
      picker.giveUp();
    }
  }

  /**
   * A good copy of a failed piece has shown which units were bad.
   *
   * @return the peers that sent them and were not cleared
   */
  Set<PeerIdentity> guilty(int piece, BitSet units) {
    return failed.sendersOf(piece, units);
  }

  /** Clears the peer of everything that it has sent so far: it was banned, or a ban was lifted. */
  void settle(PeerIdentity peer) {
    active.values().forEach(piece -> piece.settle(peer));
    failed.settle(peer);
  }

  private @Nullable PendingRequest nextFree(DownloadPeer peer, long now) {
    ActivePiece current = active.get(peer.currentPiece);
    PendingRequest request = current == null ? null : freeIn(current, peer, now);
    if (request == null) {
      request = firstFree(peer, true, now);
    }
    if (request == null) {
      int index = picker.pick(peer.pieces, active.all().size());
      request =
          index < 0 ? firstFree(peer, false, now) : freeIn(start(index, peer.identity), peer, now);
    }
    return request;
  }

  private @Nullable PendingRequest firstFree(DownloadPeer peer, boolean onlyAbandoned, long now) {
    return active.firstFree(
        piece -> onlyAbandoned && piece.isRequested() ? null : freeIn(piece, peer, now));
  }

  private ActivePiece start(int index, PeerIdentity by) {
    ActivePiece piece = start(index);
    if (failed.has(index)) {
      piece.reservedFor = by;
    }
    return piece;
  }

  private ActivePiece start(int index) {
    ActivePiece piece = active.start(index, layout.size(index));
    copies.begin(piece);
    return piece;
  }

  private @Nullable PendingRequest freeIn(ActivePiece piece, DownloadPeer peer, long now) {
    if (!peer.pieces.get(piece.index)
        || !needed.get(piece.index)
        || (piece.reservedFor != null && !piece.reservedFor.equals(peer.identity))) {
      return null;
    }
    BlockRange range = piece.nextFree(peer.maxLength(layout.size(piece.index)));
    if (range == null) {
      return null;
    }
    peer.currentPiece = piece.index;
    return new PendingRequest(range, piece, now);
  }

  private static void forget(DownloadPeer peer, PendingRequest request) {
    request.release();
    peer.remove(request);
  }
}
