package io.torrentinno.agent.security;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.protocol.rest.SessionBody;
import io.torrentinno.protocol.token.Scope;
import io.torrentinno.protocol.token.Token;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logs a browser in and out, and shows a caller its rights. */
@RestController
@RequestMapping("/api/v1/session")
final class SessionController {
  private final Sessions sessions;

  SessionController(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping
  ResponseEntity<SessionBody> show() {
    AgentCaller caller = caller();
    return answer(caller, caller.session());
  }

  /** The token is in the header, as in any other call. */
  @PostMapping
  ResponseEntity<SessionBody> logIn(HttpServletRequest request) {
    AgentCaller caller = caller();
    Token token = caller.token();
    if (token == null) {
      return answer(caller, null); // who needs no token needs no session
    }
    Sessions.Started started = sessions.start(token.hash());
    return ResponseEntity.ok()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.begin(request, started.id()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(body(caller, started.session()));
  }

  @DeleteMapping
  ResponseEntity<Void> logOut(HttpServletRequest request) {
    Session session = caller().session();
    if (session != null) {
      sessions.end(session);
    }
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.end(request))
        .build();
  }

  private static AgentCaller caller() {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof AgentCaller caller) {
      return caller;
    }
    throw new RequestRefused(Problem.TOKEN_NEEDED, "no caller is known");
  }

  private static ResponseEntity<SessionBody> answer(AgentCaller caller, @Nullable Session session) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(body(caller, session));
  }

  private static SessionBody body(AgentCaller caller, @Nullable Session session) {
    return new SessionBody(
        caller.getName(),
        caller.scopes().stream().sorted().map(Scope::word).toList(),
        session == null ? null : session.csrfToken());
  }
}
