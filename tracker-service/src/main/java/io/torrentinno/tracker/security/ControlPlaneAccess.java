package io.torrentinno.tracker.security;

import io.torrentinno.protocol.token.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Decides at run time who may use the control plane. When there are tokens, a caller needs one:
 * with {@code read} to look, with {@code admin} to change something. Without tokens, callers on
 * this machine and in the networks of a setting are served, under names that no stranger can own.
 */
final class ControlPlaneAccess implements AuthorizationManager<RequestAuthorizationContext> {
  private final TrackerTokens tokens;
  private final NearCallers near;

  ControlPlaneAccess(TrackerTokens tokens, NearCallers near) {
    this.tokens = tokens;
    this.near = near;
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
        near.isNear(request)
            && near.isUnderAllowedHost(request)
            && (reads || !Calls.isOfAnotherSite(request)));
  }
}
