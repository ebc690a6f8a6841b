package io.torrentinno.agent.security;

import io.torrentinno.agent.api.resources.ResourceController;
import io.torrentinno.protocol.model.InfoHash;
import io.torrentinno.protocol.model.PrintableText;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Writes one line to the log {@code audit} for each call that may change something, when it ends.
 * Calls without a known caller are counted, and not written: strangers must not fill the log.
 */
final class AuditFilter extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger("audit");

  /** Path and query are whole, so that nothing can be hidden behind other text. */
  private static final int LONGEST = Integer.MAX_VALUE; // the server limits heads to 8 KiB

  private static final PathPattern ONE =
      PathPatternParser.defaultInstance.parse(ResourceController.PATH + "/{infoHash}/**");

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
    InfoHash named = infoHash(ServletRequestPathUtils.parse(request).pathWithinApplication());
    String location = response.getHeader(HttpHeaders.LOCATION);
    InfoHash changed =
        named == null && location != null
            ? infoHash(PathContainer.parsePath(URI.create(location).getRawPath()))
            : named;
    return changed == null ? "-" : changed.toString();
  }

  /** The info-hash in a path, read as the framework reads it when it looks for the resource. */
  private static @Nullable InfoHash infoHash(PathContainer path) {
    PathPattern.PathMatchInfo match = ONE.matchAndExtract(path);
    try {
      return match == null
          ? null
          : InfoHash.parse(String.valueOf(match.getUriVariables().get("infoHash")));
    } catch (IllegalArgumentException e) {
      return null; // a word such as share
    }
  }
}
