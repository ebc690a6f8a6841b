package io.torrentinno.protocol.model;

import java.net.URI;

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

  public TrackerAddress {
    HostAndPort.require(host, port);
  }

  private TrackerAddress(HostAndPort address, boolean tls) {
    this(address.host(), address.port(), tls);
  }

  /** A tracker that speaks plain HTTP. */
  public TrackerAddress(String host, int port) {
    this(host, port, false);
  }

  /** Whether a tracker can have this host. */
  public static boolean isHost(String text) {
    return HostAndPort.isHost(text);
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
            "agents call trackers over HTTP, so write the host:port of the HTTP port, not: "
                + text);
      }
      address = address.substring((tls ? HTTPS : HTTP).length());
      address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
    return new TrackerAddress(HostAndPort.parse(address, text), tls);
  }

  /** The URL, such as {@code http://192.0.2.1:8080}. */
  public URI toUri() {
    return URI.create(tls ? toString() : HTTP + this);
  }

  /** {@code tracker.example.com:8080}, {@code [2001:db8::1]:8080} or {@code https://host:8443}. */
  @Override
  public String toString() {
    String address = HostAndPort.text(host, port);
    return tls ? HTTPS + address : address;
  }
}
