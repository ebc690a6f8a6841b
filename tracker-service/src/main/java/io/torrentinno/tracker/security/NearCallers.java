package io.torrentinno.tracker.security;

import io.torrentinno.protocol.settings.AllowedHosts;
import io.torrentinno.protocol.settings.Network;
import io.torrentinno.tracker.http.message.CallerHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;

/** The callers that are served while there are no tokens. */
final class NearCallers {
  private final List<Network> networks;
  private final AllowedHosts hosts;

  NearCallers(List<Network> networks, AllowedHosts hosts) {
    this.networks = List.copyOf(networks);
    this.hosts = hosts;
  }

  /**
   * Whether the call comes from this machine, or from the networks of a setting. A call through a
   * proxy that is not known to the tracker may come from anywhere.
   */
  boolean isNear(HttpServletRequest request) {
    if (isPassedOn(request)) {
      return false;
    }
    InetAddress address = InetAddress.ofLiteral(request.getRemoteAddr());
    return address.isLoopbackAddress()
        || networks.stream().anyMatch(network -> network.contains(address));
  }

  /** Whether a proxy has passed the call on without naming the caller. */
  static boolean isPassedOn(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(CallerHeader.PASSED_ON));
  }

  /**
   * Whether the tracker is called under a name that no stranger can own. Under another name it may
   * be the page of another site that makes the browser of a near caller call.
   */
  boolean isUnderAllowedHost(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host == null || hosts.allows(AllowedHosts.withoutPort(host));
  }
}
