package io.torrentinno.protocol.model;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a tracker answers.
 *
 * @param host an IPv4 or IPv6 literal without brackets, or a host name
 * @param port 1 to 65535
 */
public record TrackerAddress(String host, int port) {
  private static final int MAX_HOST_LENGTH = 253;
  private static final int MAX_PORT = 65535;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  public TrackerAddress {
    if (!isHost(host)) {
      throw new IllegalArgumentException("neither an IP address nor a host name");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** Whether a tracker can have this host. */
  public static boolean isHost(String text) {
    return text.length() <= MAX_HOST_LENGTH && (HOST.matcher(text).matches() || isIpv6(text));
  }

  /**
   * Reads the text form.
   *
   * @param text {@code host:port}, an IPv6 literal in brackets
   * @throws IllegalArgumentException when it is anything else
   */
  public static TrackerAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!PORT.matcher(port).matches() || bracketed != host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("not host:port: " + text);
    }
    return new TrackerAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  /** Such as {@code http://192.0.2.1:8080}. */
  public URI toUri() {
    return URI.create("http://" + this);
  }

  /** {@code tracker.example.com:8080} or {@code [2001:db8::1]:8080}. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  private static boolean isIpv6(String host) {
    try {
      return host.indexOf(':') >= 0 && PeerAddress.parseIp(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
