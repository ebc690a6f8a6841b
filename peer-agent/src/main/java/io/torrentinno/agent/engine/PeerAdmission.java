package io.torrentinno.agent.engine;

import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.agent.engine.model.SessionEvent;
import io.torrentinno.agent.engine.model.SessionSettings;
import io.torrentinno.agent.engine.peer.ConnectedPeer;
import io.torrentinno.agent.engine.peers.PeerFinder;
import io.torrentinno.protocol.model.PeerId;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which connections of a session stay: one for each peer, none to this agent itself, and no
 * more than the settings allow.
 */
final class PeerAdmission {
  /** A live TI/2 peer sends something within this time. */
  private static final long MOVED_AFTER = TimeUnit.SECONDS.toNanos(70);

  /** A TI/2 peer sends Hello right after the handshake. */
  private static final long HELLO_WITHIN = TimeUnit.SECONDS.toNanos(10);

  /** Closes the connection of a peer. */
  interface Closing {
    void drop(PeerState peer, DisconnectReason reason, long now);
  }

  private final SessionSettings settings;
  private final PeerFinder finder;
  private final Collection<PeerState> peers;
  private final Closing closing;

  /**
   * @param peers the connected peers, a live view
   * @param closing closes the connection of a peer that makes room
   */
  PeerAdmission(
      SessionSettings settings, PeerFinder finder, Collection<PeerState> peers, Closing closing) {
    this.settings = settings;
    this.finder = finder;
    this.peers = peers;
    this.closing = closing;
  }

  /**
   * The reason to close a new connection at once; null when it stays. Another connection may make
   * room for it.
   */
  @Nullable DisconnectReason refusal(SessionEvent.Connected event, long now) {
    DisconnectReason refusal = finder.refusal(event.peer(), event.remote(), now);
    if (refusal != null) {
      return refusal;
    }
    PeerState twin = find(event.peer());
    if (twin != null) {
      if (!survives(event, twin.peer(), now)) {
        return DisconnectReason.DUPLICATE;
      }
      closing.drop(twin, DisconnectReason.DUPLICATE, now);
    }
    return hasRoom(event.remote(), now) ? null : DisconnectReason.FULL;
  }

  /** The connected peer with this id; null if there is none. */
  @Nullable PeerState find(PeerId id) {
    for (PeerState peer : peers) {
      if (peer.peer().id().equals(id)) {
        return peer;
      }
    }
    return null;
  }

  /**
   * The places that are taken. Useless strangers do not count, so that they cannot keep out peers
   * that have missing pieces.
   *
   * @param complete whether no piece is missing
   */
  int occupied(boolean complete, long now) {
    if (complete || peers.size() < settings.connections().max()) {
      return peers.size();
    }
    boolean starving = peers.stream().noneMatch(peer -> peer.download().hasMissing());
    return starving
        ? (int) peers.stream().filter(peer -> !Eviction.isUseless(peer, now)).count()
        : peers.size();
  }

  /** Whether the peer sends nothing any more, or has not sent its Hello in time. */
  boolean isSilent(ConnectedPeer peer, long now) {
    boolean mute = !peer.isReady() && now - peer.connectedAt() >= HELLO_WITHIN;
    return mute || now - peer.lastReceived() >= settings.timeouts().idle().toNanos();
  }

  private boolean hasRoom(InetAddress newcomer, long now) {
    if (peers.size() < settings.connections().max()) {
      return true;
    }
    Optional<PeerState> victim = Eviction.victim(peers, newcomer, now);
    victim.ifPresent(peer -> closing.drop(peer, DisconnectReason.FULL, now));
    return victim.isPresent();
  }

  /**
   * Decides between two connections with one TI/2 peer: the connection that the smaller id opened
   * stays. If one side opened both, the later one stays, because that side must have lost the
   * earlier one. A connection from another address may belong to another machine that uses the
   * peer's id, so then the earlier one goes only if it is silent.
   */
  private boolean survives(SessionEvent.Connected event, ConnectedPeer twin, long now) {
    boolean moved = !event.remote().equals(twin.remote());
    if (!twin.speaksTi2() || (moved && now - twin.lastReceived() < MOVED_AFTER)) {
      return false;
    }
    boolean selfIsSmaller = settings.self().compareTo(event.peer()) < 0;
    return event.outgoing() == twin.outgoing() || event.outgoing() == selfIsSmaller;
  }
}
