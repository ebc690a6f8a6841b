package io.torrentinno.protocol.model;

import java.net.InetAddress;

/**
 * Where a peer listens.
 *
 * @param ip its address, never a name that needs looking up
 * @param port 1 to 65535
 */
public record PeerAddress(InetAddress ip, int port) {
  public PeerAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /**
   * Reads an address from its text.
   *
   * @param ip an IPv4 or IPv6 literal
   * @throws IllegalArgumentException for a host name, a malformed literal or a port out of range
   */
  public static PeerAddress of(String ip, int port) {
    return new PeerAddress(InetAddress.ofLiteral(ip), port);
  }

  /** {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}. */
  @Override
  public String toString() {
    String host = ip.getHostAddress();
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
