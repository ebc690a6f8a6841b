package io.torrentinno.agent.security;

import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** The sender of a request. Has no secret of the token. */
final class AgentCaller extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;
  private static final Set<Scope> EVERYTHING = Set.of(Scope.ADMIN);

  private final String name;
  private final transient Set<Scope> scopes;
  private final transient @Nullable Token token;
  private final transient @Nullable Session session;

  private AgentCaller(
      String name, Set<Scope> scopes, @Nullable Token token, @Nullable Session session) {
    super(List.of());
    this.name = name;
    this.scopes = scopes;
    this.token = token;
    this.session = session;
    setAuthenticated(true);
  }

  /** A caller without a token who may do everything, as there are no tokens. */
  static AgentCaller withoutToken(boolean onThisMachine) {
    return new AgentCaller(onThisMachine ? "loopback" : "anybody", EVERYTHING, null, null);
  }

  /** The holder of a token. With a session, a browser that has logged in with it. */
  static AgentCaller with(Token token, @Nullable Session session) {
    return new AgentCaller(token.name(), token.scopes(), token, session);
  }

  boolean may(Scope asked) {
    return scopes.stream().anyMatch(scope -> scope.includes(asked));
  }

  Set<Scope> scopes() {
    return scopes;
  }

  @Nullable Token token() {
    return token;
  }

  @Nullable Session session() {
    return session;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public Object getPrincipal() {
    return name;
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
