package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.agent.engine.model.PieceSpan;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.model.BlockRange;
import io.torrentinno.protocol.model.PieceLayout;
import io.torrentinno.protocol.wire.FrameLimits;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows for every byte whether it is requested, from which peer, and which peer has sent it. A peer
 * works on one piece at a time, so that its blocks arrive in the order in which they are hashed.
 * Started pieces that no peer works on come before new ones. When there is no piece left to start,
 * peers share pieces. At the very end (endgame) they request blocks that slower peers still owe.
 * What programs read comes before all of this: the piece that one waits for is shared by all peers,
 * and a faster peer requests what a slower one owes of it.
 */
final class RequestLedger {
  private static final long ENDGAME_PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

  private final PieceLayout layout;
  private final PiecePicker picker;
  private final Map<Integer, ActivePiece> active = new LinkedHashMap<>();

  /** Attempts at pieces that failed and whose bytes are kept, to find the guilty peers later. */
  private final Map<Integer, ActivePiece> suspects = new HashMap<>();

  private ReaderSpans readers = ReaderSpans.NONE;

  /** The pieces that are fetched. */
  private final Bitfield needed;

  RequestLedger(PieceLayout layout, Bitfield needed, PiecePicker picker) {
    this.layout = layout;
    this.needed = needed;
    this.picker = picker;
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
      request = nextOwed(peer, others, owed -> now - owed.sentAt >= ENDGAME_PATIENCE, now);
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
    if (request == null && readers.awaitAny(active.keySet())) {
      request = nextOwed(peer, others, owed -> readers.isLate(owed, now), now);
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
    if (!active.containsKey(piece)) {
      picker.need(piece);
    }
  }

  /** A missing piece is not to be fetched. What is requested of it is taken, and no more is. */
  void release(int piece) {
    if (!active.containsKey(piece)) {
      picker.release(piece);
    }
  }

  private static BlockRange record(DownloadPeer peer, PendingRequest request) {
    request.piece.requested(request.range);
    peer.requests.add(request);
    return request.range;
  }

  /** The kinds of a block whose head has arrived. */
  enum Arrival {
    WANTED,
    /** It was requested, but is here already or was cancelled. */
    LATE,
    /** It was not requested from the peer, or the peer has sent it before. */
    UNREQUESTED
  }

  /** The head of a block has arrived. */
  Arrival begins(DownloadPeer peer, BlockRange range, long now) {
    PendingRequest request = find(peer, range);
    if (request == null || request.arriving) {
      return Arrival.UNREQUESTED;
    }
    if (request.cancelled
        || !isActive(request.piece)
        || !request.piece.begins(range, peer.identity)) {
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
    PendingRequest request = find(peer, range);
    if (request == null || !request.arriving) {
      throw new IllegalStateException("a block arrived that did not begin: " + range);
    }
    request.piece.arrived(range);
    request.arriving = false;
    forget(peer, request);
    return request.piece.isWhole();
  }

  /**
   * Other peers that still owe exactly this block, which has arrived, and that can be sent a
   * Cancel; see endgame.
   */
  List<DownloadPeer> alsoAskedFor(
      BlockRange range, DownloadPeer from, Collection<DownloadPeer> peers) {
    ActivePiece piece = active.get(range.piece());
    if (piece == null || !piece.isAskedTwice(range)) {
      return List.of();
    }
    return peers.stream()
        .filter(peer -> peer != from && peer.speaksTi2 && mayCancel(find(peer, range)))
        .toList();
  }

  private static boolean mayCancel(@Nullable PendingRequest request) {
    return request != null && !request.arriving && !request.cancelled;
  }

  /** A Cancel was sent to the peer. */
  void cancelled(DownloadPeer peer, BlockRange range) {
    PendingRequest request = find(peer, range);
    if (request != null) {
      release(request);
      request.cancelled = true;
    }
  }

  /**
   * The peer will not send a block, so others may be asked for it.
   *
   * @return whether the block is still missing
   */
  boolean rejected(DownloadPeer peer, BlockRange range) {
    PendingRequest request = find(peer, range);
    if (request == null || request.arriving) {
      return false;
    }
    forget(peer, request);
    return !request.cancelled;
  }

  /** Lets other peers be asked for everything that the peer owes. The peer may still send it. */
  void release(DownloadPeer peer) {
    for (PendingRequest request : peer.requests) {
      release(request);
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
          && isActive(request.piece)
          && (request.arriving || request.piece.isFree(request.range))) {
        request.released = false;
        request.piece.requested(request.range);
      }
    }
  }

  /** The peer is gone. */
  void dropped(DownloadPeer peer) {
    for (PendingRequest request : peer.requests) {
      if (request.arriving) {
        request.piece.interrupted(request.range);
      }
    }
    release(peer);
    peer.requests.clear();
  }

  /**
   * A piece is good.
   *
   * @return the peers that sent a part of it
   */
  Set<PeerIdentity> verified(int piece) {
    ActivePiece good = active.remove(piece);
    suspects.remove(piece);
    return good == null ? Set.of() : good.senders();
  }

  /** Whether a part of this started piece is requested from no peer. */
  boolean hasFree(int piece) {
    ActivePiece started = active.get(piece);
    return started != null && started.nextFree(ActivePiece.UNIT) != null;
  }

  /**
   * A piece failed its hash. It is fetched again from one peer alone.
   *
   * @param kept whether {@link #guilty} will be called for this attempt; else for an earlier one
   * @return the peers that sent a part of it; empty when the piece was not being fetched
   */
  Set<PeerIdentity> corrupt(int index, boolean kept) {
    ActivePiece piece = active.remove(index);
    if (needed.get(index)) {
      picker.putBack(index);
    } else {
      picker.giveUp();
    }
    if (piece == null) {
      return Set.of();
    }
    if (kept) {
      suspects.put(index, piece);
    }
    Set<PeerIdentity> senders = piece.senders();
    boolean punished = senders.size() == 1 && piece.isSettled(senders.iterator().next());
    return punished ? Set.of() : senders;
  }

  /**
   * A good copy of a failed piece has shown which units were bad.
   *
   * @return the peers that sent them and were not cleared
   */
  Set<PeerIdentity> guilty(int piece, BitSet units) {
    ActivePiece failed = suspects.get(piece);
    return failed == null ? Set.of() : failed.sendersOf(units);
  }

  /** Clears the peer of everything that it has sent so far: it was banned, or a ban was lifted. */
  void settle(PeerIdentity peer) {
    active.values().forEach(piece -> piece.settle(peer));
    suspects.values().forEach(piece -> piece.settle(peer));
  }

  private @Nullable PendingRequest nextFree(DownloadPeer peer, long now) {
    ActivePiece current = active.get(peer.currentPiece);
    PendingRequest request = current == null ? null : freeIn(current, peer, now);
    if (request == null) {
      request = firstFree(peer, true, now);
    }
    if (request == null) {
      int index = picker.pick(peer.pieces, active.size());
      request =
          index < 0 ? firstFree(peer, false, now) : freeIn(start(index, peer.identity), peer, now);
    }
    return request;
  }

  private @Nullable PendingRequest firstFree(DownloadPeer peer, boolean onlyAbandoned, long now) {
    for (ActivePiece piece : active.values()) {
      PendingRequest request =
          onlyAbandoned && piece.isRequested() ? null : freeIn(piece, peer, now);
      if (request != null) {
        return request;
      }
    }
    return null;
  }

  private ActivePiece start(int index, PeerIdentity by) {
    ActivePiece piece = new ActivePiece(index, layout.size(index));
    if (suspects.containsKey(index)) {
      piece.reservedFor = by;
    }
    active.put(index, piece);
    return piece;
  }

  private @Nullable PendingRequest freeIn(ActivePiece piece, DownloadPeer peer, long now) {
    if (!peer.pieces.get(piece.index)
        || !needed.get(piece.index)
        || (piece.reservedFor != null && !piece.reservedFor.equals(peer.identity))) {
      return null;
    }
    BlockRange range = piece.nextFree(maxLength(peer, piece.index));
    if (range == null) {
      return null;
    }
    peer.currentPiece = piece.index;
    return new PendingRequest(range, piece, now);
  }

  /** A TI/1 peer is asked for whole pieces, as it asks for them itself. */
  private int maxLength(DownloadPeer peer, int piece) {
    int size = layout.size(piece);
    return !peer.speaksTi2 && size <= FrameLimits.TI1_BLOCK_LENGTH ? size : peer.blockLimit;
  }

  /** The late block that a much slower peer would deliver last. */
  private @Nullable PendingRequest nextOwed(
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
    return isActive(piece)
        && piece.reservedFor == null
        && needed.get(piece.index)
        && peer.pieces.get(piece.index)
        && piece.isMissing(owed.range)
        && find(peer, owed.range) == null
        && owed.range.length() <= (peer.speaksTi2 ? peer.blockLimit : FrameLimits.TI1_BLOCK_LENGTH);
  }

  private static void forget(DownloadPeer peer, PendingRequest request) {
    release(request);
    peer.requests.remove(request);
  }

  private static void release(PendingRequest request) {
    if (!request.released) {
      request.piece.released(request.range);
    }
    request.released = true;
  }

  private static @Nullable PendingRequest find(DownloadPeer peer, BlockRange range) {
    for (PendingRequest request : peer.requests) {
      if (request.range.equals(range)) {
        return request;
      }
    }
    return null;
  }

  /** False for a piece that was verified, or that failed and was started again. */
  private boolean isActive(ActivePiece piece) {
    return active.get(piece.index) == piece;
  }
}
