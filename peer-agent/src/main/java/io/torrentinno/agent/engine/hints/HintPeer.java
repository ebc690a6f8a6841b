package io.torrentinno.agent.engine.hints;

import io.torrentinno.agent.engine.peer.ConnectedPeer;

/** A connected peer, as a partner in the exchange of copy hints. */
public final class HintPeer {
  final ConnectedPeer peer;

  /** Where the next part begins that it may ask for. */
  int next;

  /** One that was asked for nothing. */
  public HintPeer(ConnectedPeer peer) {
    this.peer = peer;
  }
}
