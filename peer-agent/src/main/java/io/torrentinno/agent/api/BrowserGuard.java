package io.torrentinno.agent.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Keeps pages of other sites from using this agent through their reader's browser: refuses host
 * names that are not this agent's own (DNS rebinding) and origins that are not this host (request
 * forgery). Programs send no {@code Origin} and are not affected.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BrowserGuard extends OncePerRequestFilter {
  private final AllowedHosts hosts;
  private final HandlerExceptionResolver problems;

  BrowserGuard(
      ApiSettings settings,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    this.hosts = new AllowedHosts(settings.allowedHosts());
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RequestRefused refusal = refusal(request.getHeader("Host"), request.getHeader("Origin"));
    if (refusal == null) {
      chain.doFilter(request, response);
    } else {
      problems.resolveException(request, response, null, refusal);
    }
  }

  private @Nullable RequestRefused refusal(@Nullable String host, @Nullable String origin) {
    if (host != null && !hosts.allows(withoutPort(host))) {
      return new RequestRefused(
          Problem.FORBIDDEN_HOST,
          "add " + withoutPort(host) + " to torrentinno.agent.api.allowed-hosts to allow it");
    }
    if (origin != null && !isOwn(origin, host)) {
      return new RequestRefused(Problem.FORBIDDEN_ORIGIN, "the request comes from " + origin);
    }
    return null;
  }

  private boolean isOwn(String origin, @Nullable String host) {
    int scheme = origin.indexOf("://");
    if (scheme < 0) {
      return false; // "null", as of sandboxed pages and of files
    }
    String authority = origin.substring(scheme + 3);
    String standardPort = origin.startsWith("https:") ? ":443" : ":80";
    return hosts.names(withoutPort(authority))
        || (host != null && normal(authority, standardPort).equals(normal(host, standardPort)));
  }

  private static String normal(String authority, String standardPort) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(standardPort) && withoutPort(lower).length() < lower.length()
        ? withoutPort(lower)
        : lower;
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }
}
