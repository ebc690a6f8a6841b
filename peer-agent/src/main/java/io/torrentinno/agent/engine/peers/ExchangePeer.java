package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.protocol.model.PeerId;
import java.util.HashSet;
import java.util.Set;

/** A connected peer as one that peers are exchanged with. */
public final class ExchangePeer {
  final ConnectedPeer peer;

  /** When it is next told of other peers. */
  long next;

  long lastReceived;

  /** The peers that it has been told of. */
  final Set<PeerId> toldOf = new HashSet<>();

  /** One that has been told of nobody. */
  public ExchangePeer(ConnectedPeer peer, long now) {
    this.peer = peer;
    next = PeerExchanges.first(now);
    lastReceived = PeerExchanges.longAgo(now);
  }
}
