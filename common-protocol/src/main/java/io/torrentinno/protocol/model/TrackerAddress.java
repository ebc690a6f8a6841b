package io.torrentinno.protocol.model;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * The address of a tracker.
 *
 * @param host an IPv4 or IPv6 literal without brackets, or a host name
 * @param port 1 to 65535
 * @param tls whether the tracker speaks HTTP over TLS
 */
public record TrackerAddress(String host, int port, boolean tls) {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";
  private static final int MAX_HOST_LENGTH = 253;
  private static final int MAX_PORT = 65535;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  public TrackerAddress {
    if (!isHost(host)) {
      throw new IllegalArgumentException("neither an IP address nor a host name: " + host);
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** A tracker that speaks plain HTTP. */
  public TrackerAddress(String host, int port) {
    this(host, port, false);
  }

  /** Whether a tracker can have this host. */
  public static boolean isHost(String text) {
    return text.length() <= MAX_HOST_LENGTH && (HOST.matcher(text).matches() || isIpv6(text));
  }

  /**
   * Reads the text form, with or without white space around it.
   *
   * @param text {@code host:port}, an IPv6 literal in brackets; or a URL, {@code http://host:port}
   *     or {@code https://host:port}
   * @throws IllegalArgumentException when it is anything else; the message says what is expected
   */
  public static TrackerAddress parse(String text) {
    String address = text.strip();
    boolean tls = address.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
    if (address.contains("://")) {
      if (!tls && !address.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
        throw new IllegalArgumentException(
            "agents speak HTTP with trackers, so it is host:port of that, not: " + text);
      }
      address = address.substring((tls ? HTTPS : HTTP).length());
      address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon < 0 || !PORT.matcher(port).matches()) {
      throw new IllegalArgumentException("not host:port, " + fault(address) + ": " + text);
    }
    return new TrackerAddress(host(address.substring(0, colon), text), Integer.parseInt(port), tls);
  }

  private static String host(String host, String text) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed && host.indexOf(':') < 0) {
      throw new IllegalArgumentException("not host:port, only IPv6 has brackets: " + text);
    }
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("not host:port, an IPv6 address needs brackets: " + text);
    }
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  private static String fault(String address) {
    if (address.indexOf('/') >= 0) {
      return "it has a path";
    }
    boolean noPort = address.indexOf(':') < 0 || address.endsWith("]");
    return noPort ? "the port is missing, such as 8080" : "the port is no number from 1 to 65535";
  }

  /** Such as {@code http://192.0.2.1:8080}. */
  public URI toUri() {
    return URI.create(tls ? toString() : HTTP + this);
  }

  /** {@code tracker.example.com:8080}, {@code [2001:db8::1]:8080} or {@code https://host:8443}. */
  @Override
  public String toString() {
    String address = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    return tls ? HTTPS + address : address;
  }

  private static boolean isIpv6(String host) {
    try {
      return host.indexOf(':') >= 0 && PeerAddress.parseIp(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
