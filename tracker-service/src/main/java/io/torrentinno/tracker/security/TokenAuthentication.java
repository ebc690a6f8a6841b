package io.torrentinno.tracker.security;

import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A caller that has sent a valid token. */
final class TokenAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // There are no sessions.
  private final Token token;

  TokenAuthentication(Token token) {
    super(List.of());
    this.token = token;
    setAuthenticated(true);
  }

  boolean allows(Scope scope) {
    return token.allows(scope);
  }

  /** The token's text is not kept. */
  @Override
  public Object getCredentials() {
    return "";
  }

  /** The name of the token. */
  @Override
  public Object getPrincipal() {
    return token.name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenAuthentication authentication
        && token.equals(authentication.token);
  }

  @Override
  public int hashCode() {
    return token.hashCode();
  }
}
