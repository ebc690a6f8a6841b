package io.torrentinno.agent.engine.download;

import io.torrentinno.protocol.model.BlockRange;

/** A request that a peer has not answered in full. */
final class PendingRequest {
  final BlockRange range;
  final ActivePiece piece;
  final long sentAt;

  /** Its first bytes have come in and are accepted. */
  boolean arriving;

  /** It is no longer wanted, and the peer has been told; it still answers. */
  boolean cancelled;

  /** Others may be asked for it too; should it come after all, it is still taken. */
  boolean released;

  PendingRequest(BlockRange range, ActivePiece piece, long sentAt) {
    this.range = range;
    this.piece = piece;
    this.sentAt = sentAt;
  }
}
