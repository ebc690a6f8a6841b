package io.torrentinno.tracker.security;

import io.torrentinno.protocol.token.Scope;
import io.torrentinno.tracker.gateway.Network;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Decides at run time who may use the control plane. When there are tokens, a caller needs one:
 * with {@code read} to look, with {@code admin} to change something. Without tokens, callers on
 * this machine and in the networks of a setting are served.
 */
final class ControlPlaneAccess implements AuthorizationManager<RequestAuthorizationContext> {
  private final TrackerTokens tokens;
  private final List<Network> networks;

  ControlPlaneAccess(TrackerTokens tokens, List<Network> networks) {
    this.tokens = tokens;
    this.networks = List.copyOf(networks);
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<? extends Authentication> authentication, RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    boolean reads = Calls.onlyRead(request);
    if (tokens.exist()) {
      return new AuthorizationDecision(
          authentication.get() instanceof TokenAuthentication token
              && token.allows(reads ? Scope.READ : Scope.ADMIN));
    }
    return new AuthorizationDecision(
        isNear(request.getRemoteAddr()) && (reads || !Calls.isOfAnotherSite(request)));
  }

  private boolean isNear(String caller) {
    InetAddress address = InetAddress.ofLiteral(caller);
    return address.isLoopbackAddress()
        || networks.stream().anyMatch(network -> network.contains(address));
  }
}
