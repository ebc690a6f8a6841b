package io.torrentinno.protocol.model;

import java.util.regex.Pattern;

/**
 * Where a program listens: the one rule for every {@code host:port} that a person writes.
 *
 * @param host an IPv4 or IPv6 literal without brackets, or a host name
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) {
  private static final int MAX_HOST_LENGTH = 253;
  private static final int MAX_PORT = 65535;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  public HostAndPort {
    require(host, port);
  }

  /** Fails with an {@link IllegalArgumentException} unless there can be such a host and port. */
  static void require(String host, int port) {
    if (!isHost(host)) {
      throw new IllegalArgumentException("neither an IP address nor a host name: " + host);
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("the port is out of range: " + port);
    }
  }

  /** Whether this is a host name or an IP address without brackets. */
  public static boolean isHost(String text) {
    return text.length() <= MAX_HOST_LENGTH && (HOST.matcher(text).matches() || isIpv6(text));
  }

  /**
   * Reads the text form, with or without white space around it.
   *
   * @param text {@code host:port}, an IPv6 literal in brackets
   * @throws IllegalArgumentException when it is anything else; the message says what is expected
   */
  public static HostAndPort parse(String text) {
    return parse(text.strip(), text);
  }

  /** Reads a part of a text that a person has written. A refusal quotes the whole text. */
  static HostAndPort parse(String address, String whole) {
    if (address.contains("://")) {
      throw new IllegalArgumentException("not host:port, but a URL: " + whole);
    }
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon < 0 || !PORT.matcher(port).matches()) {
      throw new IllegalArgumentException("not host:port, " + fault(address) + ": " + whole);
    }
    return new HostAndPort(host(address.substring(0, colon), whole), Integer.parseInt(port));
  }

  private static String host(String host, String whole) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed && host.indexOf(':') < 0) {
      throw new IllegalArgumentException("not host:port, only IPv6 has brackets: " + whole);
    }
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("not host:port, an IPv6 address needs brackets: " + whole);
    }
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  private static String fault(String address) {
    if (address.indexOf('/') >= 0) {
      return "it has a path";
    }
    boolean noPort = address.indexOf(':') < 0 || address.endsWith("]");
    return noPort
        ? "the port is missing, such as 8080"
        : "the port is not a number from 1 to 65535";
  }

  private static boolean isIpv6(String host) {
    try {
      return host.indexOf(':') >= 0 && PeerAddress.parseIp(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@code agent7.example.com:6881} or {@code [2001:db8::1]:6881}. */
  @Override
  public String toString() {
    return text(host, port);
  }

  static String text(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
