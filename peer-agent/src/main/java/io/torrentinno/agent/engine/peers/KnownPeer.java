package io.torrentinno.agent.engine.peers;

import io.torrentinno.agent.engine.model.ConnectFailure;
import io.torrentinno.agent.engine.model.DisconnectReason;
import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A peer in a {@link PeerBook}. */
final class KnownPeer {
  enum State {
    IDLE,
    CONNECTING,
    CONNECTED
  }

  /** The sources of a peer's listening address, from the weakest to the strongest. */
  enum Claim {
    /** Only another peer has named it, which may have made it up. */
    HEARSAY,
    TRACKER,
    /** The peer itself says so, and was connected at that machine. */
    OWN
  }

  final PeerSource source;
  @Nullable PeerAddress address;
  Claim claim = Claim.HEARSAY;
  State state = State.IDLE;
  int failures;
  long notBefore;
  long calledAt;

  /** Why the last call failed; null when it did not, or the reason is not known. */
  @Nullable ConnectFailure failure;

  long bannedUntil;

  /** Until then it is not called, because one side does not accept the other's certificate. */
  long refusedUntil;

  /** Whether the last call failed, or the last connection brought no block. */
  boolean spent;

  /** Whether the last connection brought blocks. */
  boolean useful;

  /** The address of the banned peer; at another address another machine may use its id. */
  @Nullable InetAddress bannedAt;

  boolean seeder;

  DisconnectReason banReason = DisconnectReason.BANNED;

  KnownPeer(PeerSource source, long now) {
    this.source = source;
    notBefore = now;
    bannedUntil = now;
    refusedUntil = now;
  }

  boolean isRefused(long now) {
    return refusedUntil - now > 0;
  }

  boolean isBanned(long now) {
    return bannedUntil - now > 0;
  }

  boolean isBannedAt(InetAddress where, long now) {
    return isBanned(now) && where.equals(bannedAt);
  }

  /** Whether it cannot be called, is not connected, and is not banned. */
  boolean isUseless(long now) {
    return state == State.IDLE && address == null && !isBanned(now);
  }

  /** Whether it may be forgotten or lose its address to another peer. */
  boolean isFree(long now) {
    return state == State.IDLE && !isBanned(now);
  }

  /**
   * Whether it stays where it is known to listen, although somebody names another address. Its own
   * word always counts. Else a claim moves it that is stronger than the one that is known, and any
   * other claim once the known address is of no use.
   */
  boolean keepsAddress(Claim newer) {
    return address != null && newer != Claim.OWN && claim.compareTo(newer) >= 0 && !spent;
  }

  /**
   * Whether it gives its address to another peer that is said to listen there. A peer that is
   * connected, called or banned keeps it. Else the peer itself is believed before a tracker, a
   * tracker before another peer, and of two equal claims the newer one once the older has failed.
   */
  boolean yieldsTo(Claim newer, long now) {
    if (!isFree(now)) {
      return false;
    }
    return switch (newer) {
      case OWN -> true;
      case TRACKER -> claim == Claim.HEARSAY || spent;
      case HEARSAY -> claim == Claim.HEARSAY && spent;
    };
  }
}
