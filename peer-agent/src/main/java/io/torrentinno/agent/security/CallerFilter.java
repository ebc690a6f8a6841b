package io.torrentinno.agent.security;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.protocol.token.LiveTokens;
import io.torrentinno.protocol.token.Token;
import io.torrentinno.protocol.token.TokenCheck;
import io.torrentinno.protocol.token.TokenList;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who sends a request: by the bearer token; by the session cookie; or, while there are no
 * tokens, by the connection.
 */
final class CallerFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";
  private static final String CSRF_HEADER = "X-CSRF-Token";

  private final LiveTokens tokens;
  private final boolean allowWithoutToken;
  private final Sessions sessions;
  private final FailedAttempts attempts = new FailedAttempts(System::nanoTime);
  private final RefusedCalls refusals;

  CallerFilter(
      LiveTokens tokens, boolean allowWithoutToken, Sessions sessions, RefusedCalls refusals) {
    this.tokens = tokens;
    this.allowWithoutToken = allowWithoutToken;
    this.sessions = sessions;
    this.refusals = refusals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return AccessTable.needed(request) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    AgentCaller caller;
    try {
      caller = caller(request);
    } catch (RequestRefused e) {
      refuse(request, response, e);
      return;
    }
    if (caller == null) {
      chain.doFilter(request, response);
      return;
    }
    SecurityContextHolder.setContext(new SecurityContextImpl(caller));
    try {
      chain.doFilter(request, response);
    } finally {
      SecurityContextHolder.clearContext();
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RequestRefused refusal) {
    if (refusal.problem() == Problem.TOKEN_REFUSED) {
      refusals.challenge(request, response, ", error=\"invalid_token\"", refusal);
    } else {
      refusals.answer(request, response, refusal);
    }
  }

  /** Null when the request does not say. */
  private @Nullable AgentCaller caller(HttpServletRequest request) {
    TokenList list = tokens.refreshed();
    if (list.isEmpty()) {
      boolean here = RealPeer.isThisMachine(request);
      return here || allowWithoutToken ? AgentCaller.withoutToken(here) : null;
    }
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return AgentCaller.with(
          holder(request, list, header.substring(BEARER.length()).strip()), null);
    }
    return SessionCookie.idIn(request)
        .flatMap(sessions::find)
        .flatMap(session -> browser(session, list))
        .map(caller -> checked(caller, request))
        .orElse(null);
  }

  private Token holder(HttpServletRequest request, TokenList list, String text) {
    return switch (list.check(text, now())) {
      case TokenCheck.Valid(Token token) -> token;
      case TokenCheck.Expired(Token token) ->
          throw wrong(
              request,
              "the token "
                  + token.name()
                  + " has expired; make a new one: torrentinno token create");
      case TokenCheck.Unknown() ->
          throw wrong(request, "this agent does not know the token; it may be revoked");
    };
  }

  private RequestRefused wrong(HttpServletRequest request, String why) {
    String address = RealPeer.address(request);
    if (!attempts.mayTry(address)) {
      return new RequestRefused(
          Problem.TOO_MANY_ATTEMPTS, "this address has sent too many wrong tokens; try later");
    }
    attempts.failed(address);
    return new RequestRefused(Problem.TOKEN_REFUSED, why);
  }

  /** A session is worth what its token is now. */
  private static Optional<AgentCaller> browser(Session session, TokenList list) {
    return list.tokens().stream()
        .filter(token -> token.hash().equals(session.token()) && !token.isExpired(now()))
        .findFirst()
        .map(token -> AgentCaller.with(token, session));
  }

  private static AgentCaller checked(AgentCaller caller, HttpServletRequest request) {
    Session session = caller.session();
    if (session == null || AccessTable.isLook(request)) {
      return caller;
    }
    String sent = request.getHeader(CSRF_HEADER);
    if (sent == null || !MessageDigest.isEqual(bytes(sent), bytes(session.csrfToken()))) {
      throw new RequestRefused(
          Problem.BAD_CSRF_TOKEN,
          "calls of the page must send the csrfToken of GET /api/v1/session");
    }
    return caller;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static java.time.Instant now() {
    return InstantSource.system().instant();
  }
}
