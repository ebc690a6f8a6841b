package io.torrentinno.agent.security;

import io.torrentinno.agent.api.server.ServedConnection;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

/**
 * The machine at the other end of the connection. Headers such as {@code X-Forwarded-For} do not
 * count: anybody can send them.
 */
final class RealPeer {
  private static final Set<String> PROXY_HEADERS = Set.of("forwarded", "via", "x-real-ip");
  private static final String X_FORWARDED = "x-forwarded-";

  /** Tomcat sets it when it has read such a header, which it then removes. */
  private static final String READ_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

  private RealPeer() {}

  /** An IP address. */
  static String address(HttpServletRequest request) {
    return ServedConnection.remoteAddress().orElseGet(() -> innermost(request).getRemoteAddr());
  }

  /**
   * Whether a program on this machine has sent the request. A proxy on this machine passes requests
   * of others on, and its headers may be those of its callers. So a request with a header of a
   * proxy never counts.
   */
  static boolean isThisMachine(HttpServletRequest request) {
    try {
      return InetAddress.ofLiteral(address(request)).isLoopbackAddress() && !isPassedOn(request);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPassedOn(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(READ_BY_TOMCAT))
        || (innermost(request) instanceof HttpServletRequest sent
            && Collections.list(sent.getHeaderNames()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> PROXY_HEADERS.contains(name) || name.startsWith(X_FORWARDED)));
  }

  private static ServletRequest innermost(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }
}
