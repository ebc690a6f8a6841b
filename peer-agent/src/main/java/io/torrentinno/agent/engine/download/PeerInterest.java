package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.NeededPieces;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.Bitfield;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.Have;

/**
 * Records the pieces of each peer, and sends each peer whether this agent is interested: whether
 * the peer has a piece that is to be fetched.
 *
 * @param needed the pieces that are to be fetched
 * @param picker counts how many peers have a piece
 */
record PeerInterest(NeededPieces needed, PiecePicker picker, SessionOutput output) {
  /** The peer has announced pieces. */
  void haveReceived(DownloadPeer peer, Have news, long now) {
    switch (news) {
      case Have.Piece(int piece) -> gained(peer, piece);
      case Have.Bits(Bitfield pieces) -> replace(peer, pieces);
      case Have.All() -> replace(peer, Bitfield.full(peer.pieces.size()));
      case Have.None() -> replace(peer, new Bitfield(peer.pieces.size()));
    }
    sendInterest(peer, now);
  }

  private void gained(DownloadPeer peer, int piece) {
    if (peer.pieces.get(piece)) {
      return;
    }
    if (peer.pieces.cardinality() == peer.pieces.size() - 1) {
      picker.lost(peer.pieces);
    } else {
      picker.gained(piece);
    }
    peer.pieces.set(piece);
    peer.wanted += needed.pieces().get(piece) ? 1 : 0;
  }

  private void replace(DownloadPeer peer, Bitfield pieces) {
    dropped(peer);
    peer.pieces.setTo(pieces);
    if (!pieces.isFull()) {
      picker.gained(pieces);
    }
    peer.wanted = needed.countIn(pieces);
  }

  /** The pieces of the peer do not count any more. */
  void dropped(DownloadPeer peer) {
    if (!peer.pieces.isFull()) {
      picker.lost(peer.pieces);
    }
  }

  /** A piece that the peer has was to be fetched, and is verified now. */
  void verified(DownloadPeer peer, long now) {
    peer.wanted--;
    sendInterest(peer, now);
  }

  /** Other pieces are to be fetched than before. */
  void needsChanged(DownloadPeer peer, long now) {
    peer.wanted = needed.countIn(peer.pieces);
    sendInterest(peer, now);
  }

  private void sendInterest(DownloadPeer peer, long now) {
    boolean interested = peer.wanted > 0;
    if (peer.speaksTi2 && interested != peer.interested) {
      peer.interested = interested;
      output.send(
          peer.peer,
          interested ? new PeerMessage.Interested() : new PeerMessage.NotInterested(),
          now);
    }
  }
}
