package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.protocol.model.PeerId;
import java.util.HashSet;
import java.util.Set;

/** A connected peer, as a partner of peer exchange. */
public final class ExchangePeer {
  final ConnectedPeer peer;

  /** When it next gets a message. */
  long next;

  long lastReceived;

  /** The peers that were named to it. */
  final Set<PeerId> toldOf = new HashSet<>();

  /** A partner to which no peers were named yet. */
  public ExchangePeer(ConnectedPeer peer, long now) {
    this.peer = peer;
    next = PeerExchanges.first(now);
    lastReceived = PeerExchanges.longAgo(now);
  }
}
