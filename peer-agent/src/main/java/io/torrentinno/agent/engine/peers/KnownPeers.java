package io.torrentinno.agent.engine.peers;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.model.PeerId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a {@link PeerBook}: each id once, each address once, and a limited number. When it
 * is full, the source that has named most gives room to the others.
 */
final class KnownPeers {
  private final int capacity;
  private final Map<PeerId, KnownPeer> byId = new HashMap<>();
  private final Map<PeerAddress, PeerId> byAddress = new HashMap<>();
  private final Map<PeerSource, Integer> counts = new HashMap<>();

  KnownPeers(int capacity) {
    this.capacity = capacity;
  }

  @Nullable KnownPeer get(PeerId peer) {
    return byId.get(peer);
  }

  Map<PeerId, KnownPeer> map() {
    return Collections.unmodifiableMap(byId);
  }

  Collection<KnownPeer> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  int size() {
    return byId.size();
  }

  /** Adds a peer; also when there is no room, because it is connected or banned. */
  KnownPeer add(PeerId peer, PeerSource source, long now) {
    if (byId.size() >= capacity) {
      makeRoom(source, KnownPeer.Claim.OWN, now);
    }
    KnownPeer added = new KnownPeer(source, now);
    byId.put(peer, added);
    counts.merge(source, 1, Integer::sum);
    return added;
  }

  /** Whether there is room for a peer that this source names, if need be at the cost of others. */
  boolean hasRoom(PeerSource source, KnownPeer.Claim claim, long now) {
    return byId.size() < capacity || makeRoom(source, claim, now);
  }

  /**
   * Gives an address to a peer, and forgets the peer that had it.
   *
   * @return false when the other peer keeps it
   */
  boolean take(PeerAddress address, KnownPeer.Claim claim, long now) {
    PeerId other = byAddress.get(address);
    KnownPeer holder = other == null ? null : byId.get(other);
    if (other == null || holder == null) {
      return true;
    }
    if (!holder.yieldsTo(claim, now)) {
      return false;
    }
    remove(other);
    return true;
  }

  /** Sets the address of a peer, which no other peer has. */
  void move(PeerId peer, KnownPeer known, PeerAddress address) {
    release(known);
    known.address = address;
    byAddress.put(address, peer);
  }

  void remove(PeerId peer) {
    KnownPeer gone = byId.remove(peer);
    if (gone != null) {
      release(gone);
      counts.computeIfPresent(gone.source, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  void removeUseless(long now) {
    byId.entrySet().stream()
        .filter(it -> it.getValue().isUseless(now))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::remove);
  }

  private void release(KnownPeer known) {
    if (known.address != null) {
      byAddress.remove(known.address);
      known.address = null;
    }
  }

  /**
   * Makes room at the cost of a peer that could not be reached or was of no use lately; of one that
   * only another peer has named, when the room is for a stronger claim; of the source that has
   * named most, when this source has named fewer; or of the ban that ends next. What peers say of
   * others costs no peer that a tracker has named.
   */
  private boolean makeRoom(PeerSource source, KnownPeer.Claim claim, long now) {
    return forget(peer -> peer.isFree(now) && peer.spent)
        || (claim != KnownPeer.Claim.HEARSAY
            && forget(peer -> peer.isFree(now) && peer.claim == KnownPeer.Claim.HEARSAY))
        || forgetOfLargest(source, claim, now)
        || (claim != KnownPeer.Claim.HEARSAY && forgetFirstBan(now));
  }

  private boolean forgetOfLargest(PeerSource newcomer, KnownPeer.Claim claim, long now) {
    boolean hearsay = claim == KnownPeer.Claim.HEARSAY;
    Map.Entry<PeerSource, Integer> largest =
        counts.entrySet().stream()
            .filter(count -> !hearsay || !count.getKey().isTracker())
            .max(Map.Entry.comparingByValue())
            .orElse(null);
    return largest != null
        && largest.getValue() > counts.getOrDefault(newcomer, 0) + 1
        && forget(peer ->
            peer.source.equals(largest.getKey())
                && peer.isFree(now)
                && !peer.useful
                && peer.claim.compareTo(claim) <= 0);
  }

  private boolean forgetFirstBan(long now) {
    return byId.entrySet().stream()
        .filter(it -> it.getValue().state == KnownPeer.State.IDLE && it.getValue().isBanned(now))
        .min(Comparator.comparingLong(it -> it.getValue().bannedUntil - now))
        .map(it -> {
          remove(it.getKey());
          return true;
        })
        .orElse(false);
  }

  private boolean forget(Predicate<KnownPeer> which) {
    for (Map.Entry<PeerId, KnownPeer> known : byId.entrySet()) {
      if (which.test(known.getValue())) {
        remove(known.getKey());
        return true;
      }
    }
    return false;
  }
}
