package io.torrentinno.tracker.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.torrentinno.tracker.gateway.AnnounceAccess;
import io.torrentinno.tracker.http.message.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers callers that may not use the control plane, with a problem detail. Counts them: {@code
 * torrentinno.tracker.denied}, protocol {@code management}.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final String NO_TOKEN = "A valid token with the scope read is needed.";
  private static final String FAR =
      "While the tracker has no tokens, it serves only callers on its own machine here."
          + " Set torrentinno.tracker.tokens-file.";

  private static final String PROXY =
      "While the tracker has no tokens, it refuses calls through a proxy that does not name its"
          + " callers. Set torrentinno.tracker.tokens-file or"
          + " torrentinno.tracker.endpoints.trusted-proxies.";

  private static final String HOST =
      "While the tracker has no tokens, it refuses this host name. Set"
          + " torrentinno.tracker.tokens-file or"
          + " torrentinno.tracker.management.allowed-hosts.";

  private final TrackerTokens tokens;
  private final NearCallers near;
  private final JsonMapper json;
  private final Counter unauthorized;
  private final Counter forbidden;
  private final Counter forbiddenHost;

  Refusals(TrackerTokens tokens, NearCallers near, JsonMapper json, MeterRegistry registry) {
    this.tokens = tokens;
    this.near = near;
    this.json = json;
    this.unauthorized = AnnounceAccess.denied(registry, "management", "unauthorized");
    this.forbidden = AnnounceAccess.denied(registry, "management", "forbidden");
    this.forbiddenHost = AnnounceAccess.denied(registry, "management", "forbidden-host");
  }

  /** A caller without a valid token. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (!tokens.exist() && near.isNear(request) && !near.isUnderAllowedHost(request)) {
      forbiddenHost.increment();
      answer(response, Problem.FORBIDDEN_HOST, HttpStatus.FORBIDDEN, HOST);
      return;
    }
    if (!tokens.exist()) {
      forbidden.increment();
      answer(response, Problem.FORBIDDEN, HttpStatus.FORBIDDEN, far(request));
      return;
    }
    unauthorized.increment();
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    boolean isBrowser = accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        isBrowser ? "Basic realm=\"TorrentInno tracker\", charset=\"UTF-8\"" : "Bearer");
    answer(response, Problem.UNAUTHORIZED, HttpStatus.UNAUTHORIZED, NO_TOKEN);
  }

  private static String far(HttpServletRequest request) {
    return NearCallers.isPassedOn(request) ? PROXY : FAR;
  }

  /** A caller with a token that does not suffice. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
      throws IOException {
    forbidden.increment();
    String scope = Calls.onlyRead(request) ? "read" : "admin";
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    answer(
        response,
        Problem.FORBIDDEN,
        HttpStatus.FORBIDDEN,
        "The token lacks the scope " + scope + ".");
  }

  private void answer(
      HttpServletResponse response, Problem problem, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(
            json.writeValueAsString(problem.with(status, detail)).getBytes(StandardCharsets.UTF_8));
  }
}
