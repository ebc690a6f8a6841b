package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.MessageBudget;
import io.torrentinno.agent.engine.peer.SessionOutput;
import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage.PeerExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Peer exchange (after BEP 11): names the connected peers to TI/2 peers, each once, and takes the
 * peers that they name. What a peer says about others adds to what the tracker and the peers
 * themselves said, and never replaces it.
 */
public final class PeerExchanges {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(30);

  /** Messages may arrive closer together than they were sent. */
  private static final long LEAST_INTERVAL = INTERVAL / 2;

  /** The charge to the {@link MessageBudget} for a message that comes too soon. */
  private static final int TOO_SOON = 100;

  private final long features;
  private final SessionSettings.NamedPeers rule;
  private final PeerBook book;
  private final List<ExchangePeer> peers = new ArrayList<>();
  private final SessionOutput output;

  public PeerExchanges(SessionSettings settings, PeerBook book, SessionOutput output) {
    features = settings.hello().features();
    rule = settings.connections().named();
    this.book = book;
    this.output = output;
  }

  /** The peer has named others; false when it does so too often. */
  public boolean received(ExchangePeer from, PeerExchange exchange, long now) {
    boolean bearable =
        now - from.lastReceived >= LEAST_INTERVAL || from.peer.mayCost(TOO_SOON, now);
    from.lastReceived = now;
    for (PeerExchange.Peer peer : exchange.peers()) {
      if (rule.admits(peer.id(), peer.address(), from.peer.remote())) {
        book.hearsay(peer, PeerSource.peerAt(from.peer.remote()), now);
      }
    }
    return bearable;
  }

  /** Names further peers to the peer, when it is time. */
  public void tick(ExchangePeer to, long now) {
    boolean both =
        Feature.PEER_EXCHANGE.isIn(features) && Feature.PEER_EXCHANGE.isIn(to.peer.features());
    if (!both || now - to.next < 0) {
      return;
    }
    to.next = now + INTERVAL;
    List<PeerExchange.Peer> told = new ArrayList<>();
    for (ExchangePeer peer : peers) {
      if (told.size() == PeerExchange.MAX_PEERS) {
        break;
      }
      PeerAddress address = book.addressOf(peer.peer.id());
      if (peer != to && address != null && to.toldOf.add(peer.peer.id())) {
        told.add(new PeerExchange.Peer(peer.peer.id(), address, peer.peer.pieces().isFull()));
      }
    }
    if (!told.isEmpty()) {
      output.send(to.peer, new PeerExchange(told), now);
    }
  }

  /** When a new peer gets its first message. */
  static long first(long now) {
    return now + FIRST;
  }

  /** A time of the last message after which the next one may come at any time. */
  static long longAgo(long now) {
    return now - LEAST_INTERVAL;
  }

  /** A peer is new. */
  public void connected(ExchangePeer peer) {
    peers.add(peer);
  }

  /** The peer has left. If it comes back, it is named to others again. */
  public void left(ExchangePeer peer) {
    peers.remove(peer);
    PeerId gone = peer.peer.id();
    for (ExchangePeer other : peers) {
      other.toldOf.remove(gone);
    }
  }
}
