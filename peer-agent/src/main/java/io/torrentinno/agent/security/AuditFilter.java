package io.torrentinno.agent.security;

import io.torrentinno.protocol.model.PrintableText;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes one line to the log {@code audit} for each call that may change something, when it ends.
 * Calls without a known caller are counted, and not written: strangers must not fill the log.
 */
final class AuditFilter extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger("audit");
  private static final Pattern INFO_HASH =
      Pattern.compile("(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])");
  private static final int LONGEST = 400;

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return AccessTable.isLook(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean returned = false;
    try {
      chain.doFilter(request, response);
      returned = true;
    } finally {
      write(request, response, returned ? response.getStatus() : 500);
    }
  }

  /** Writes the line of a call whose caller is known. */
  static void write(HttpServletRequest request, HttpServletResponse response, int status) {
    if (!(SecurityContextHolder.getContext().getAuthentication() instanceof AgentCaller caller)) {
      return;
    }
    String peer = RealPeer.address(request);
    String forwarded = request.getRemoteAddr();
    log.info(
        "who={} from={}{} via={} call=\"{} {}\" resource={} status={}",
        caller.getName(),
        clean(peer),
        forwarded.equals(peer) ? "" : " for=" + clean(forwarded),
        caller.token() == null ? "nothing" : caller.session() == null ? "token" : "page",
        clean(request.getMethod()),
        clean(path(request)),
        resource(request, response),
        status);
  }

  /** Text that cannot end the line, or what stands in quotes in it. */
  private static String clean(String text) {
    return PrintableText.of(text, LONGEST).replace('"', '?');
  }

  private static String path(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }

  private static String resource(HttpServletRequest request, HttpServletResponse response) {
    String named = infoHash(request.getRequestURI());
    String made = named == null ? infoHash(response.getHeader(HttpHeaders.LOCATION)) : named;
    return made == null ? "-" : made;
  }

  private static @Nullable String infoHash(@Nullable String path) {
    if (path == null || path.contains("/bans/")) {
      return null; // a peer-id looks the same
    }
    Matcher matcher = INFO_HASH.matcher(path);
    return matcher.find() ? matcher.group() : null;
  }
}
