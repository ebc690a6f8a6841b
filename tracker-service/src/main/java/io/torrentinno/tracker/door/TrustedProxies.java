package io.torrentinno.tracker.door;

import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;
import java.util.List;

/**
 * The proxies whose word about their callers is taken.
 *
 * @param networks where they are; nobody's word is taken when there are none
 */
public record TrustedProxies(List<Network> networks) {
  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /** Whether nobody is trusted, so that nothing need be read. */
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /**
   * Who really calls: the last of the chain that is no trusted proxy.
   *
   * @param connection where the connection comes from
   * @param forwardedFor the {@code X-Forwarded-For} of the request, every proxy having added its
   *     caller at the end; empty when there is none
   */
  public InetAddress caller(InetAddress connection, String forwardedFor) {
    InetAddress caller = connection;
    int end = forwardedFor.length();
    while (end > 0 && isTrusted(caller)) {
      int comma = forwardedFor.lastIndexOf(',', end - 1);
      try {
        caller = PeerAddress.parseIp(forwardedFor.substring(comma + 1, end).strip());
      } catch (IllegalArgumentException e) {
        return caller; // Beyond a proxy that does not say, nothing is known.
      }
      end = comma;
    }
    return caller;
  }

  private boolean isTrusted(InetAddress address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
