package io.torrentinno.protocol.model;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * The address at which a peer listens.
 *
 * @param ip never a host name that needs a look-up
 * @param port 1 to 65535
 */
public record PeerAddress(InetAddress ip, int port) {
  private static final int MAX_IP_LENGTH = 45;

  public PeerAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("the port is out of range: " + port);
    }
  }

  /**
   * Reads an address from its text.
   *
   * @param ip an IPv4 or IPv6 literal
   * @throws IllegalArgumentException for a host name, a malformed literal or a port out of range
   */
  public static PeerAddress of(String ip, int port) {
    return new PeerAddress(parseIp(ip), port);
  }

  /**
   * Reads an IP address from its text, stricter than the JDK: IPv4 is four decimal numbers without
   * leading zeros, IPv6 has neither brackets nor a zone.
   *
   * @param text an IPv4 or IPv6 literal
   * @throws IllegalArgumentException for a host name or a malformed literal
   */
  public static InetAddress parseIp(String text) {
    if (text.length() > MAX_IP_LENGTH || !(isIpv4(text) || isIpv6(text))) {
      throw new IllegalArgumentException("this is not an IP address");
    }
    return InetAddress.ofLiteral(text);
  }

  private static boolean isIpv4(String text) {
    int dots = 0;
    int digits = 0;
    boolean zero = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && digits > 0) {
        dots++;
        digits = 0;
      } else if (c >= '0' && c <= '9' && !(digits > 0 && zero)) {
        zero = c == '0' && digits == 0;
        digits++;
      } else {
        return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  private static boolean isIpv6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ':' && c != '.' && !HexFormat.isHexDigit(c)) {
        return false;
      }
    }
    return text.indexOf(':') >= 0;
  }

  /** {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}. */
  @Override
  public String toString() {
    String host = ip.getHostAddress();
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
