package io.torrentinno.agent.engine.hints;

import io.torrentinno.agent.engine.model.PeerIdentity;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The peers that have sent useless hints. They are not asked again, so that a peer that connects
 * again and again does not use up the attempts that others have.
 */
final class UselessHints {
  /** After so many peers with useless hints, no peer is asked: reading hints has a cost. */
  static final int MOST = 16;

  /** After so many peers of one address, no other peer of this address is asked. */
  static final int MOST_OF_ADDRESS = 4;

  private final Set<PeerIdentity> senders = new HashSet<>();
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();

  /** Notes that a peer has sent useless hints. */
  void add(PeerIdentity sender) {
    if (senders.add(sender)) {
      byAddress.merge(sender.address(), 1, Integer::sum);
    }
  }

  /** Whether a peer may be asked. */
  boolean mayAsk(PeerIdentity peer) {
    return !senders.contains(peer) && byAddress.getOrDefault(peer.address(), 0) < MOST_OF_ADDRESS;
  }

  /** Whether so many peers have sent useless hints that no other is asked. */
  boolean isFull() {
    return senders.size() >= MOST;
  }
}
