package io.torrentinno.agent.security;

import io.torrentinno.agent.api.guard.ListenRights;
import io.torrentinno.protocol.token.LiveTokens;
import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import io.torrentinno.protocol.token.TokenList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Asks for the token and the session of a caller again. */
@Component
final class LiveRights implements ListenRights {
  private final LiveTokens tokens;
  private final Sessions sessions;

  LiveRights(LiveTokens tokens, Sessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  @Override
  public BooleanSupplier ofCaller() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof AgentCaller caller
        ? () -> mayRead(caller)
        : () -> false;
  }

  private boolean mayRead(AgentCaller caller) {
    TokenList list = tokens.refreshed();
    Token token = caller.token();
    if (token == null) {
      return list.isEmpty(); // the first token ends the time without tokens
    }
    Session session = caller.session();
    Instant now = InstantSource.system().instant();
    return (session == null || sessions.isOpen(session))
        && list.tokens().stream()
            .anyMatch(it ->
                it.hash().equals(token.hash())
                    && !it.isExpired(now)
                    && it.scopes().stream().anyMatch(scope -> scope.includes(Scope.READ)));
  }
}
