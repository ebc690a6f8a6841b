package io.torrentinno.agent.engine.peers;

import java.net.InetAddress;

/**
 * A machine that names peers. Ids cost nothing, so peers are distinguished by their addresses, and
 * with IPv6 by the first 64 bits, because each machine has all the others.
 *
 * @param key an address, a part of one, or the name of a tracker
 */
public record PeerSource(Object key) {
  private static final int IPV6 = 16;

  /** A tracker, by its host and port. */
  public static PeerSource tracker(String address) {
    return new PeerSource(address);
  }

  /** A peer at this address. */
  public static PeerSource peerAt(InetAddress remote) {
    byte[] bytes = remote.getAddress();
    if (bytes.length != IPV6) {
      return new PeerSource(remote);
    }
    long network = 0;
    for (int i = 0; i < IPV6 / 2; i++) {
      network = (network << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return new PeerSource(network);
  }

  boolean isTracker() {
    return key instanceof String;
  }
}
