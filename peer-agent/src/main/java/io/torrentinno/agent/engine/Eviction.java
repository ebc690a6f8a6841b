package io.torrentinno.agent.engine;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Decides which peer makes room for a new one when a session has as many connections as it may. A
 * peer with which blocks were exchanged is never chosen, so strangers can't push it out. Of the
 * others the least useful goes; among those that are as useful, one of the address that has most of
 * them, and of its peers the one that has been here longest.
 */
final class Eviction {
  /** How long a peer may take to show that one of the two has what the other lacks. */
  static final long GRACE = TimeUnit.SECONDS.toNanos(5);

  /** Least useful first. */
  private enum Rank {
    /** It has had its time and is of no use to either side, or does not read what it asked for. */
    USELESS,
    /** It is new and has claimed nothing. */
    NEW,
    /** It says that it has what is missing here, or lacks what is here. */
    CLAIMS,
    /** Blocks came from it or went to it. */
    PROVEN
  }

  private Eviction() {}

  /** The peer that makes room; none if all have proven to be useful. */
  static Optional<PeerState> victim(Collection<PeerState> peers, long now) {
    Map<PeerState, Rank> ranks = new HashMap<>();
    peers.forEach(peer -> ranks.put(peer, rank(peer, now)));
    Rank least = ranks.values().stream().min(Comparator.naturalOrder()).orElse(Rank.PROVEN);
    if (least == Rank.PROVEN) {
      return Optional.empty();
    }
    List<PeerState> candidates = peers.stream().filter(peer -> ranks.get(peer) == least).toList();
    Map<InetAddress, Integer> crowds = new HashMap<>();
    candidates.forEach(peer -> crowds.merge(peer.peer().remote(), 1, Integer::sum));
    return candidates.stream()
        .min(
            Comparator.comparingInt(
                    (PeerState peer) -> -crowds.getOrDefault(peer.peer().remote(), 0))
                .thenComparingLong(peer -> peer.peer().connectedAt()));
  }

  /** Whether the peer has had its time and is of no use. */
  static boolean isUseless(PeerState peer, long now) {
    return rank(peer, now) == Rank.USELESS;
  }

  private static Rank rank(PeerState peer, long now) {
    if (peer.upload().isUnread()) {
      return Rank.USELESS;
    }
    if (peer.hasExchangedBlocks()) {
      return Rank.PROVEN;
    }
    if (peer.upload().isInterested() || peer.download().hasMissing() || peer.upload().isOwed()) {
      return Rank.CLAIMS;
    }
    return now - peer.peer().connectedAt() >= GRACE ? Rank.USELESS : Rank.NEW;
  }
}
