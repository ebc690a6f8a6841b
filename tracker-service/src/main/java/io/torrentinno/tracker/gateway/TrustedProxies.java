package io.torrentinno.tracker.gateway;

import io.torrentinno.protocol.model.PeerAddress;
import io.torrentinno.protocol.settings.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * The proxies that are trusted to name their callers.
 *
 * @param networks the networks of the proxies; empty: no proxy is trusted
 * @param header the header in which they name callers. Proxies pass on other headers as callers
 *     wrote them
 */
public record TrustedProxies(List<Network> networks, Header header) {
  private static final String FOR = "for=";

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /** Proxies that use {@link Header#X_FORWARDED_FOR}. */
  public TrustedProxies(List<Network> networks) {
    this(networks, Header.X_FORWARDED_FOR);
  }

  /** The headers in which proxies name their callers. */
  public enum Header {
    /** Addresses with commas between them. Each proxy adds its caller at the end. */
    X_FORWARDED_FOR,
    /** The same in the form of RFC 7239. */
    FORWARDED,
    /** One address. */
    X_REAL_IP
  }

  /** Whether no proxy is trusted, so that the header need not be read. */
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /**
   * The address of the real caller: the last one in the chain that is no trusted proxy.
   *
   * @param connection the address of the connection
   * @param chain the value of the header; when the header is repeated, all values with commas
   *     between them; empty when it is missing
   */
  public InetAddress caller(InetAddress connection, String chain) {
    return walk(connection, chain).caller;
  }

  /**
   * Whether {@link #caller} is the address of the real caller: a trusted proxy has named it. It is
   * not when the connection is that of an unknown proxy, or a proxy does not name its caller.
   */
  public boolean isNamed(InetAddress connection, String chain) {
    return isTrusted(connection) && !chain.isBlank() && walk(connection, chain).named;
  }

  private record Walk(InetAddress caller, boolean named) {}

  private Walk walk(InetAddress connection, String chain) {
    InetAddress caller = connection;
    int end = chain.length();
    while (end > 0 && isTrusted(caller)) {
      int comma = chain.lastIndexOf(',', end - 1);
      try {
        caller = PeerAddress.parseIp(node(chain.substring(comma + 1, end).strip()));
      } catch (IllegalArgumentException e) {
        return new Walk(caller, false); // A proxy that does not name its caller is the caller.
      }
      end = comma;
    }
    return new Walk(caller, true);
  }

  /** The address in one element of a chain. The element may have quotes, brackets and a port. */
  private String node(String part) {
    String text = (header == Header.FORWARDED ? forwardedFor(part) : part).replace("\"", "");
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      return text.substring(1, bracket);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  private static String forwardedFor(String part) {
    for (String pair : part.split(";", -1)) {
      if (pair.strip().toLowerCase(Locale.ROOT).startsWith(FOR)) {
        return pair.strip().substring(FOR.length());
      }
    }
    return "";
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
