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
 * Decides which connections of a session stay: one for each peer, none to oneself, and no more than
 * the settings allow.
 */
final class PeerAdmission {
  /** A TI/2 peer whose connection is alive says something within this time, and a bit. */
  private static final long MOVED_AFTER = TimeUnit.SECONDS.toNanos(70);

  /** A TI/2 peer says Hello as soon as it has shaken hands. */
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
   * Lets peers in.
   *
   * @param peers those that are connected, a live view
   * @param closing closes the connection of a peer that makes room
   */
  PeerAdmission(
      SessionSettings settings, PeerFinder finder, Collection<PeerState> peers, Closing closing) {
    this.settings = settings;
    this.finder = finder;
    this.peers = peers;
    this.closing = closing;
  }

  /** Why a new connection is closed at once; null when it stays. Another may make room for it. */
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

  /** The connected peer of this id; null if there is none. */
  @Nullable PeerState find(PeerId id) {
    for (PeerState peer : peers) {
      if (peer.peer().id().equals(id)) {
        return peer;
      }
    }
    return null;
  }

  /**
   * Places that are taken; strangers of no use must not keep those away who have what is missing.
   *
   * @param complete whether nothing is missing
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

  /** Whether the peer says nothing any more, or not even Hello. */
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
   * Of two connections with one TI/2 peer the one that the smaller id opened survives; if one side
   * opened both, the later one, since that side must have lost the earlier. From another address it
   * may be somebody who uses the peer's id, so there the earlier one must have gone quiet.
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
