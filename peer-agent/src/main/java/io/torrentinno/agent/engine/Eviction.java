package io.torrentinno.agent.engine;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Decides which peer makes room for a new one in a full session. First a useless peer goes. If
 * there is none, a newcomer from an address that has fewer places takes a place of the address that
 * has most, whatever the peers of that address do; so no address keeps the others out. Otherwise
 * the least useful peer goes, from an address with at least as many places, but no peer with which
 * blocks were exchanged within the last minute. Among equally useful peers, one of the address that
 * has most of them goes, and of these the oldest.
 */
final class Eviction {
  /**
   * How long a peer may take until one of the two sides has shown that it has pieces that the other
   * lacks.
   */
  static final long GRACE = TimeUnit.SECONDS.toNanos(5);

  /** Least useful first. */
  private enum Rank {
    /**
     * Its time is over and it is of no use to either side, or it does not read the blocks that it
     * requested.
     */
    USELESS,
    /** It is new and has said nothing of use. */
    NEW,
    /** It says that it has missing pieces, or lacks pieces that are here. */
    CLAIMS,
    /** Blocks came from it or went to it within the last minute. */
    PROVEN
  }

  private Eviction() {}

  /**
   * The peer that makes room for one from {@code newcomer}; empty if the newcomer has to stay out.
   */
  static Optional<PeerState> victim(Collection<PeerState> peers, InetAddress newcomer, long now) {
    Map<InetAddress, Integer> places = crowds(peers);
    int most = Collections.max(places.values());
    int own = places.getOrDefault(newcomer, 0);
    List<PeerState> useless = peers.stream().filter(peer -> isUseless(peer, now)).toList();
    if (!useless.isEmpty()) {
      return least(useless, now);
    }
    boolean takesFromMost = most > own + 1;
    return least(
        peers.stream()
            .filter(peer -> {
              int here = places.getOrDefault(peer.peer().remote(), 0);
              return takesFromMost ? here == most : here >= own && rank(peer, now) != Rank.PROVEN;
            })
            .toList(),
        now);
  }

  private static Optional<PeerState> least(List<PeerState> candidates, long now) {
    Rank least =
        candidates.stream()
            .map(peer -> rank(peer, now))
            .min(Comparator.naturalOrder())
            .orElse(Rank.PROVEN);
    List<PeerState> ofThat = candidates.stream().filter(peer -> rank(peer, now) == least).toList();
    Map<InetAddress, Integer> crowds = crowds(ofThat);
    return ofThat.stream()
        .min(
            Comparator.comparingInt(
                    (PeerState peer) -> -crowds.getOrDefault(peer.peer().remote(), 0))
                .thenComparingLong(peer -> peer.peer().connectedAt() - now));
  }

  private static Map<InetAddress, Integer> crowds(Collection<PeerState> peers) {
    Map<InetAddress, Integer> crowds = new HashMap<>();
    peers.forEach(peer -> crowds.merge(peer.peer().remote(), 1, Integer::sum));
    return crowds;
  }

  /** Whether the peer's time is over and it is of no use. */
  static boolean isUseless(PeerState peer, long now) {
    return rank(peer, now) == Rank.USELESS;
  }

  private static Rank rank(PeerState peer, long now) {
    if (peer.upload().isUnread()) {
      return Rank.USELESS;
    }
    if (peer.peer().isUseful(now)) {
      return Rank.PROVEN;
    }
    if (peer.upload().isInterested() || peer.download().hasMissing() || peer.upload().isOwed()) {
      return Rank.CLAIMS;
    }
    return now - peer.peer().connectedAt() >= GRACE ? Rank.USELESS : Rank.NEW;
  }
}
