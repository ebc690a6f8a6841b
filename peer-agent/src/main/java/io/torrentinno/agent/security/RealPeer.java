package io.torrentinno.agent.security;

import io.torrentinno.agent.api.server.ServedConnection;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;

/**
 * The machine at the other end of the connection. Headers such as {@code X-Forwarded-For} do not
 * count: anybody can send them.
 */
final class RealPeer {
  private RealPeer() {}

  /** An IP address. */
  static String address(HttpServletRequest request) {
    return ServedConnection.remoteAddress().orElseGet(() -> innermost(request).getRemoteAddr());
  }

  static boolean isThisMachine(HttpServletRequest request) {
    try {
      return InetAddress.ofLiteral(address(request)).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static ServletRequest innermost(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }
}
