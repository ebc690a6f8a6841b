package io.torrentinno.agent.api.guard;

import static io.torrentinno.protocol.settings.AllowedHosts.withoutPort;

import io.torrentinno.agent.api.errors.Problem;
import io.torrentinno.agent.api.errors.RequestRefused;
import io.torrentinno.protocol.settings.AllowedHosts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps pages of other sites from using this agent through a user's browser. Refuses host names
 * that are not allowed (DNS rebinding), and origins other than this host (request forgery).
 * Programs send no {@code Origin}, so they are not affected.
 */
public final class BrowserGuard extends OncePerRequestFilter {
  private final AllowedHosts hosts;
  private final Refusals refusals;

  /** A part of the chain that decides who may call what. */
  public BrowserGuard(ApiSettings settings, Refusals refusals) {
    this.hosts = new AllowedHosts(settings.allowedHosts());
    this.refusals = refusals;
  }

  /** Answers requests that are refused. */
  public interface Refusals {
    void answer(HttpServletRequest request, HttpServletResponse response, RequestRefused refusal);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RequestRefused refusal = refusal(request);
    if (refusal == null) {
      chain.doFilter(request, response);
    } else {
      refusals.answer(request, response, refusal);
    }
  }

  private @Nullable RequestRefused refusal(HttpServletRequest request) {
    String host = request.getHeader("Host");
    String origin = request.getHeader("Origin");
    if (host != null && !hosts.allows(withoutPort(host))) {
      return new RequestRefused(
          Problem.FORBIDDEN_HOST,
          "the Host header is "
              + host
              + "; to allow it set torrentinno.agent.api.allowed-hosts="
              + withoutPort(host));
    }
    if (origin != null && !isOwn(origin, host) && !isOwn(origin, serverName(request))) {
      return new RequestRefused(Problem.FORBIDDEN_ORIGIN, explain(origin, host));
    }
    return null;
  }

  /** The host and port that the client used. A trusted proxy passes them on. */
  private static String serverName(HttpServletRequest request) {
    return request.getServerName() + ":" + request.getServerPort();
  }

  private static String explain(String origin, @Nullable String host) {
    int scheme = origin.indexOf("://");
    String said = "the page comes from " + origin + ", and the Host header is " + host;
    return scheme < 0
        ? said
        : said
            + ". If it is the page of this agent, the reverse proxy in front of the"
            + " agent must pass the Host header on (nginx: proxy_set_header Host"
            + " $http_host; Apache: ProxyPreserveHost On),"
            + " or set torrentinno.agent.api.allowed-hosts="
            + withoutPort(origin.substring(scheme + 3));
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
}
