package io.torrentinno.agent.engine;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import io.torrentinno.protocol.wire.Feature;
import io.torrentinno.protocol.wire.PeerMessage;
import io.torrentinno.protocol.wire.PeerMessage.PeerExchange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Peer exchange (after BEP 11): tells TI/2 peers of those that are connected here, each once, and
 * hears of theirs. What a peer says of others is hearsay: it adds to what the tracker and the peers
 * themselves said, and never replaces it.
 */
final class PeerExchanges {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(30);

  /** Messages may come somewhat closer together than they were sent. */
  private static final long LEAST_INTERVAL = INTERVAL / 2;

  /** What a message that comes too soon costs of the peer's {@link Patience}. */
  private static final int TOO_SOON = 100;

  private final long features;
  private final PeerBook book;
  private final Collection<PeerState> peers;
  private final SessionOutput output;

  PeerExchanges(PeerMessage.Hello own, PeerBook book, SessionOutput output) {
    features = own.features();
    this.book = book;
    peers = output.peers();
    this.output = output;
  }

  /** The peer names others; false when it does so too often. */
  boolean received(PeerState from, PeerExchange exchange, long now) {
    boolean bearable =
        now - from.lastExchangeReceived >= LEAST_INTERVAL || from.patience.bears(TOO_SOON, now);
    from.lastExchangeReceived = now;
    for (PeerExchange.Peer peer : exchange.peers()) {
      book.hearsay(peer.id(), peer.address(), peer.seeder(), now);
    }
    return bearable;
  }

  /** Tells the peer of whom it has not been told, when it is time. */
  void tick(PeerState to, long now) {
    boolean both =
        Feature.PEER_EXCHANGE.isIn(features) && Feature.PEER_EXCHANGE.isIn(to.features());
    if (!both || now - to.nextExchange < 0) {
      return;
    }
    to.nextExchange = now + INTERVAL;
    List<PeerExchange.Peer> told = new ArrayList<>();
    for (PeerState peer : peers) {
      if (told.size() == PeerExchange.MAX_PEERS) {
        break;
      }
      PeerAddress address = book.addressOf(peer.id);
      if (peer != to && address != null && to.toldOf.add(peer.id)) {
        told.add(new PeerExchange.Peer(peer.id, address, peer.pieces.isFull()));
      }
    }
    if (!told.isEmpty()) {
      output.send(to, new PeerExchange(told), now);
    }
  }

  /** When to tell a peer that has just come for the first time. */
  static long first(long now) {
    return now + FIRST;
  }

  /** When a peer would have to have sent one so that the next may come at any time. */
  static long longAgo(long now) {
    return now - LEAST_INTERVAL;
  }

  /** The peer is gone; should it come back, others hear of it again. */
  void left(PeerId gone) {
    for (PeerState peer : peers) {
      peer.toldOf.remove(gone);
    }
  }
}
