package io.torrentinno.agent.engine.download;

import io.torrentinno.protocol.model.BlockRange;

/** A request that the peer has not answered completely. */
final class PendingRequest {
  final BlockRange range;
  final ActivePiece piece;
  final long sentAt;

  /** Its first bytes have arrived and were accepted. */
  boolean arriving;

  /** A Cancel was sent for it; the peer still answers it. */
  boolean cancelled;

  /** Other peers may be asked for the same block. If the block still arrives, it is accepted. */
  boolean released;

  PendingRequest(BlockRange range, ActivePiece piece, long sentAt) {
    this.range = range;
    this.piece = piece;
    this.sentAt = sentAt;
  }

  /** Whether a Cancel can still save bytes. */
  boolean mayCancel() {
    return !arriving && !cancelled;
  }

  /** Allows requests for the same block to other peers. A second call has no effect. */
  void release() {
    if (!released) {
      piece.released(range);
    }
    released = true;
  }
}
