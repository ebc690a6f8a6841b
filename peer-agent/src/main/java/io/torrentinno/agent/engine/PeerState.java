package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.download.DownloadPeer;
import io.torrentinno.agent.engine.hashes.HashPeer;
import io.torrentinno.agent.engine.hints.HintPeer;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peers.ExchangePeer;
import io.torrentinno.agent.engine.upload.UploadPeer;

/**
 * A connected peer, with the state that each part of a session has of it. Each part changes only
 * its own state.
 */
record PeerState(
    ConnectedPeer peer,
    DownloadPeer download,
    UploadPeer upload,
    ExchangePeer exchange,
    HashPeer hashes,
    HintPeer hints) {
  /** A peer that has just connected; {@code blockLimit} is what it may be asked for at once. */
  static PeerState of(ConnectedPeer peer, int blockLimit, long now) {
    DownloadPeer download = new DownloadPeer(peer, blockLimit, now);
    return new PeerState(
        peer,
        download,
        new UploadPeer(peer, download.meter(), now),
        new ExchangePeer(peer, now),
        new HashPeer(peer),
        new HintPeer(peer));
  }

  /** Whether blocks were received from it or sent to it. */
  boolean hasExchangedBlocks() {
    return download.meter().total() > 0 || upload.meter().total() > 0;
  }
}
