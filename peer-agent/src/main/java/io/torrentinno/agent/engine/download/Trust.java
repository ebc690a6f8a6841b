package io.torrentinno.agent.engine.download;

import io.torrentinno.agent.engine.model.PeerIdentity;
import io.torrentinno.protocol.model.PieceLayout;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many bad bytes may come from peers that have proven nothing. A peer that has delivered
 * a good piece is proven and gets requests without limits. The other peers share a budget for
 * wasted bytes: one for each address and one for the whole resource, because new ids and new
 * addresses cost an attacker little. A bad piece is charged to both. An address that has sent a bad
 * piece is not closed, because honest peers may share it. Of its unproven peers one at a time gets
 * requests, for one piece, those that have waited longest first. None gets requests while the
 * budget is used up.
 */
final class Trust {
  /** The smallest size of a budget; it also has room for a few pieces. */
  private static final long ADDRESS_BUDGET = 16 << 20;

  private static final long RESOURCE_BUDGET = 64 << 20;
  private static final int PIECES = 4;

  /** A budget grows by this many bytes per second, … */
  private static final long ADDRESS_GROWTH = 256 << 10;

  private static final long RESOURCE_GROWTH = 1 << 20;

  /** … and by this part of the good bytes that arrive. */
  private static final int PART_OF_GOOD = 50;

  /** The most addresses with a budget; beyond it only the resource's budget counts. */
  private static final int MAX_ADDRESSES = 4096;

  /** A peer on trial that sends nothing for this many nanoseconds does not delay the next one. */
  private static final long TRIAL = TimeUnit.SECONDS.toNanos(2);

  private final long pieceSize;
  private final Budget resource;
  private final Map<InetAddress, Budget> suspicious = new HashMap<>();

  /** Every address has its full budget at first. */
  Trust(PieceLayout layout) {
    long largest = 0;
    for (int piece = 0; piece < layout.count(); piece++) {
      largest = Math.max(largest, layout.size(piece));
    }
    pieceSize = largest;
    resource = new Budget(Math.max(RESOURCE_BUDGET, PIECES * pieceSize), RESOURCE_GROWTH);
  }

  /** Whether blocks may be requested from the peer now. */
  boolean mayAsk(DownloadPeer peer, Collection<DownloadPeer> peers, long now) {
    if (peer.proven) {
      return true;
    }
    if (resource.left(now) <= 0) {
      return false;
    }
    if (!isOnTrial(peer, now)) {
      return true;
    }
    Budget own = suspicious.get(peer.identity.address());
    return own != null
        && own.left(now) > 0
        && peers.stream().noneMatch(other -> other != peer && isTried(other, peer, now));
  }

  /** Whether only one piece may be requested from the peer, until it is found to be good. */
  boolean isOnTrial(DownloadPeer peer, long now) {
    InetAddress address = peer.identity.address();
    Budget budget = suspicious.get(address);
    if (budget != null && budget.isFull(now)) {
      suspicious.remove(address); // the budget is full again
      return false;
    }
    return budget != null && !peer.proven;
  }

  /** A piece is good. */
  void good(long bytes, long now) {
    long earned = bytes / PART_OF_GOOD;
    resource.earn(earned, now);
    suspicious.values().forEach(budget -> budget.earn(earned, now));
  }

  /** A piece is bad; its sender may not be known. */
  void bad(long bytes, long now) {
    resource.spend(bytes, now);
  }

  /** The peer has sent bad bytes. */
  void guilty(PeerIdentity peer, long bytes, long now) {
    Budget own = suspicious.get(peer.address());
    if (own == null && suspicious.size() < MAX_ADDRESSES) {
      own = new Budget(Math.max(ADDRESS_BUDGET, PIECES * pieceSize), ADDRESS_GROWTH);
      suspicious.put(peer.address(), own);
    }
    if (own != null) {
      own.spend(bytes, now);
    }
  }

  /** Whether {@code other} is on trial, so that {@code peer} of the same address has to wait. */
  private static boolean isTried(DownloadPeer other, DownloadPeer peer, long now) {
    return !other.proven
        && other.identity.address().equals(peer.identity.address())
        && (other.trialPiece >= 0 || !other.requests.isEmpty())
        && now - other.lastProgress < TRIAL;
  }

  /** Bytes that may be wasted. It can fall below zero by bytes that were under way. */
  private static final class Budget {
    private final long capacity;
    private final long perSecond;
    private double left;
    private long filledAt;

    Budget(long capacity, long perSecond) {
      this.capacity = capacity;
      this.perSecond = perSecond;
      left = (double) capacity;
    }

    double left(long now) {
      left = Math.min((double) capacity, left + Math.max(0, now - filledAt) / 1e9 * perSecond);
      filledAt = now;
      return left;
    }

    boolean isFull(long now) {
      return left(now) >= (double) capacity;
    }

    void earn(long bytes, long now) {
      left = Math.min((double) capacity, left(now) + bytes);
    }

    void spend(long bytes, long now) {
      left = left(now) - (double) bytes;
    }
  }
}
