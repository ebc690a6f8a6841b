package io.torrentinno.tracker.gateway;

import io.torrentinno.protocol.model.PeerAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * The proxies whose word about their callers is taken.
 *
 * @param networks where they are; nobody's word is taken when there are none
 * @param header where they say it. Others pass a proxy as callers wrote them
 */
public record TrustedProxies(List<Network> networks, Header header) {
  private static final String FOR = "for=";

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /** Proxies that write {@link Header#X_FORWARDED_FOR}. */
  public TrustedProxies(List<Network> networks) {
    this(networks, Header.X_FORWARDED_FOR);
  }

  /** The headers in which proxies name their callers. */
  public enum Header {
    /** Addresses with commas between them, every proxy having added its caller at the end. */
    X_FORWARDED_FOR,
    /** The same in the form of RFC 7239. */
    FORWARDED,
    /** One address. */
    X_REAL_IP
  }

  /** Whether nobody is trusted, so that nothing need be read. */
  public boolean isEmpty() {
    return networks.isEmpty();
  }

  /**
   * Who really calls: the last of the chain that is no trusted proxy.
   *
   * @param connection where the connection comes from
   * @param chain what the header says; of one that is there several times, all of them with commas
   *     between them; empty when it is not there
   */
  public InetAddress caller(InetAddress connection, String chain) {
    InetAddress caller = connection;
    int end = chain.length();
    while (end > 0 && isTrusted(caller)) {
      int comma = chain.lastIndexOf(',', end - 1);
      try {
        caller = PeerAddress.parseIp(node(chain.substring(comma + 1, end).strip()));
      } catch (IllegalArgumentException e) {
        return caller; // Beyond a proxy that does not say, nothing is known.
      }
      end = comma;
    }
    return caller;
  }

  /** The address in one part of a chain, which may be quoted, in brackets, and have a port. */
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
